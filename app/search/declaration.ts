/** One record found. */
export interface SearchHit {
  id: string
  title: string
  /** What tells it from its neighbours: number, phone, plate. */
  detail?: string
  href: string
  /** Where the text stands in title and detail: from and to, in characters. */
  marks: { title: [number, number][]; detail: [number, number][] }
}

/**
 * Something shown beside the title, an SQL expression over the columns of the source: a text; a date or whole paise,
 * written as the reader does; or a value with a label for each that it may have.
 */
export type SearchDetail =
  string | { sql: string; as: 'date' | 'money' } | { sql: string; labels: Record<string, string> }

/** A record that the searched one names by its id. When it changes, the documents that show it follow. */
export interface SearchJoin {
  /** A table of the module itself, of one that it requires, or of the kernel. */
  table: string
  /** Column with its id: `t.contact_id`, or one of another join. */
  on: string
}

/**
 * Lets the search find the records of a table. Pure data, since it is read where no application runs: the kernel makes
 * a document of each record, keeps it true, and filters what a reader may see.
 *
 * Expressions are SQL over `t`, the table, and the names of the joins.
 */
export interface SearchSource {
  /** Prefixed by the module: `contacts.contacts`. */
  id: string
  /** Heading over the hits, in the plural: "Contacts". */
  label: string
  icon: string
  permission: string
  /** Table of the module; branches and own records are filtered by what `defineRecords` says of it. */
  table: string
  /** Name to the record behind it: `{ c: { table: 'contacts_contacts', on: 't.contact_id' } }`. */
  joins?: Record<string, SearchJoin>
  /** Which rows are found at all, over `t` alone: `t.archived_at is null`. */
  where?: string
  /** What a hit is called; its words are found. */
  title: string
  /** Label of a record without a title: `Draft`. */
  untitled?: string
  /** What stands beside the title, in this order. */
  detail?: readonly SearchDetail[]
  /** Numbers, plates, codes: found in any spacing, by any run of four signs, and exactly before all others. */
  codes?: readonly string[]
  /** Phone numbers: found by any run of four digits, with `+91` and `0` before or without. */
  phones?: readonly string[]
  /** Texts besides the title whose words are found. */
  words?: readonly string[]
  /** Page of one, with `:id`. */
  href: string
  /** Instant by which the newest come first; `t.created_at` when left out. */
  at?: string
}

/** Declares what the search finds; its file is named in the manifest under `search` and imports nothing that runs. */
export function defineSearch(source: SearchSource): SearchSource {
  return source
}
