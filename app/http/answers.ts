/**
 * What `reply` answers to programs, as types: the description of the API is made from what the methods of controllers
 * return (`openapi:answers`). To people the same call shows a page.
 */

/** A page of a list. */
export interface ListAnswer<Row> {
  data: Row[]
  /** Sent back as `cursor` for the next page; null on the last one. */
  nextCursor: string | null
  limit: number
}

/** One record. */
export interface RecordAnswer<Shown> {
  data: Shown
}

/** A record that was written: 201 where `Created` is true. */
export interface SavedAnswer<Shown, Created> {
  saved: Shown
  created: Created
}

/** A page for people alone. */
export interface PageAnswer {
  page: true
}
