/** What a law or another program asks of the numbers of a series. */
export interface NumberRules {
  /** Characters of a finished number; 30 unless said otherwise. */
  maxLength?: number
  /** Characters that may occur, as the inside of a bracket of a regular expression: `A-Z0-9/-`. */
  charset?: string
  /** Characters that a number may begin with, likewise: `A-Z1-9`. */
  first?: string
  /** The numbers are counted anew each year and must not come twice: the pattern names the year. */
  yearly?: boolean
  /** Where the rules come from, for the reader: `Rule 46(b), CGST Rules`. */
  source?: string
}

/** A kind of document that is numbered without gaps; declared by the module that gives the numbers. */
export interface NumberSeries {
  /** Prefixed by the module: `invoicing.invoice`. */
  id: string
  /** As shown to people, in the plural: `Tax invoices`. */
  label: string
  /**
   * How a number looks as long as nobody chooses otherwise: `{BR}`, `{FY}`, `{YYYY}`, `{YY}`, `{MM}` and, at the
   * end, a counter `{00001}`.
   */
  pattern: string
  /** Among which documents a number comes once: those of the organisation, or those of one branch. */
  unique?: 'organisation' | 'branch'
  rules?: NumberRules
}
