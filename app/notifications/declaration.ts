/** A reason of a module to tell its members something. */
export interface NoticeDeclaration {
  /** Prefixed by the module: `tickets.promise_missed`. */
  id: string
  /** When it is told, for the page where people choose: "A ticket misses its promise". */
  label: string
  /** What is told, with `{what}` for the record and `{who}` for whoever did it: "{what} misses its promise". */
  line: string
  /** Told in quiet hours too, unless the reader does not want that. */
  urgent?: boolean
}
