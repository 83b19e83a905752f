/** What a branch gives next in a series. */
export interface SeriesNumber {
  branchId: string
  branch: string
  pattern: string
  /** Whether the branch has a format of its own. */
  own: boolean
  number: string
  last: number
  sharedWith: string[]
}

/** A kind of document that is numbered. */
export interface NumberSeries {
  id: string
  label: string
  module: string
  pattern: string
  declared: string
  chosen: boolean
  maxLength: number | null
  source: string | null
  next: SeriesNumber[]
}

/** Whose format is changed: the organisation's, or that of one branch. */
export interface FormatPlace {
  series: NumberSeries
  branch: SeriesNumber | null
}
