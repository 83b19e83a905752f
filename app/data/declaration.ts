/** What becomes of a personal column when the person is erased. */
export type PersonalColumn =
  /** Set to `null`. */
  | 'clear'
  /** Replaced by "Erased" and the end of the row's id. */
  | 'replace'
  /** Kept, since the law asks for it until the retention of the table is over. */
  | 'keep'

/** How long rows are kept. `law` names the rule; ISO 8601 durations: `P8Y`. */
export interface Retention {
  /** `null`: as long as the organisation uses the module. */
  keep: string | null
  /** Column the time counts from; with `keep`. */
  from?: string
  law?: string
}

/** A table of a module. All belong to organisations, with row-level security forced. */
export interface TableDeclaration {
  retention: Retention
  /** Columns with data about a person; every other column has none. */
  personal: Record<string, PersonalColumn>
  /**
   * Whose data a row is: subject kind to the column with that person's id (`{ 'contacts.contact': 'contact_id' }`).
   * Parts of a record belong to the person of the record.
   */
  subjects: Record<string, string>
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
  return { retention: { keep: null }, personal: {}, subjects: {}, ...declaration }
}
