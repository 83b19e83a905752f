/** What a file may have. Bytes are those of the file; `unpacked` those of all parts of a workbook together. */
export const FILE_LIMITS = {
  bytes: 5 * 1024 * 1024,
  unpacked: 50 * 1024 * 1024,
  rows: 10_000,
  columns: 100,
  /** Characters of one cell; more are a damaged file, not a note. */
  cell: 10_000,
} as const
