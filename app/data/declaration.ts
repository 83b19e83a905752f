/** What becomes of a personal column when the person is erased. */
export type PersonalColumn =
  /** Set to `null`, or to the empty value of its type. */
  | 'clear'
  /**
   * Replaced, where it holds something, by "Erased" and the end of the row's id: `Erased 3f2a1b9c`. A code of capitals
   * and digits stays one (`ERASED3F2A1B9C`), so that checks of its form go on holding.
   */
  | 'replace'
  /** Kept, since the law asks for it until the retention of the table is over; then a retention run erases it. */
  | 'keep'
  /**
   * Name of the member who did something. It is no data of the customer whom the row is about, and stays as the
   * record of who did what (Companies (Accounts) Rules, rule 3(1)) for as long as the row does.
   */
  | 'actor'

/** How long rows are kept. `law` names the rule; ISO 8601 durations: `P8Y`. */
export interface Retention {
  /** `null`: as long as the organisation uses the module. */
  keep: string | null
  /** Column the time counts from; `created_at` when left out. */
  from?: string
  /** The rule that asks for it; needed with columns that an erasure keeps. */
  law?: string
  /**
   * What a retention run does with all rows that are older: erases their personal columns, or deletes them. Left out,
   * it only erases what was kept of people who have been erased.
   */
  then?: 'erase' | 'delete'
}

/**
 * Where a row says whom it is about: its column with that person's id; or, for a head whose parts name the person, the
 * table of the parts, their column with the id of the head and the one with the person's.
 */
export type SubjectLink = string | { via: string; key: string; column: string }

/** Rows that stand for work which is not finished: the person they are about cannot be erased yet. */
export interface OpenWork {
  /** SQL condition on the columns of the table: `status not in ('closed', 'cancelled')`. */
  where: string
  /** What messages call one: `ticket`. */
  what: string
  /** Column that names it to people. */
  title: string
  /** Page of one, with `:id`. */
  href?: string
}

/** A table of a module. All belong to organisations, with row-level security forced. */
export interface TableDeclaration {
  retention: Retention
  /** Columns with data about a person, also a key of a JSON object: `buyer.name`. Every other column has none. */
  personal: Record<string, PersonalColumn>
  /** Columns whose name looks personal and that are not, each with the reason. */
  notPersonal: Record<string, string>
  /** Columns that hold a secret: never exported, in whatever form. */
  secret: string[]
  /**
   * Whose data a row is: subject kind to where the row names the person (`{ 'contacts.contact': 'contact_id' }`). Parts
   * of a record belong to the person of the record. A member who works on the row is no subject of it.
   */
  subjects: Record<string, SubjectLink>
  open: OpenWork | null
}

/** A kind of person whom an organisation keeps data about. The kernel itself brings `kernel.member`. */
export interface SubjectDeclaration {
  /** Prefixed by the module: `contacts.contact`. */
  id: string
  /** "Contact" */
  label: string
  /** Table with one row per person. */
  table: string
  /** Column with the name to show. */
  title: string
  /** Columns by which somebody is found: phone, e-mail. */
  find: string[]
}

/** Declares a table; without options it is kept while in use and holds nothing personal. */
export function table(declaration: Partial<TableDeclaration> = {}): TableDeclaration {
  return { ...NOTHING, ...declaration }
}

const NOTHING: TableDeclaration = {
  retention: { keep: null },
  personal: {},
  notPersonal: {},
  secret: [],
  subjects: {},
  open: null,
}
