/** What a file may have. Bytes are those of the file; `unpacked` those of all parts of a workbook together. */
export const FILE_LIMITS = {
  bytes: 20 * 1024 * 1024,
  unpacked: 80 * 1024 * 1024,
  rows: 50_000,
  columns: 100,
  /** Characters of one cell; more are a damaged file, not a note. */
  cell: 10_000,
  /** Lines above the headings: name of the firm, title and period of a report. */
  above: 30,
} as const
