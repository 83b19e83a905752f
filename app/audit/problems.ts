/** What can be wrong with the audit trail, with the words that `audit:verify` prints. */
export const AUDIT_PROBLEMS = {
  row_changed: 'The row is not what was sealed.',
  row_missing: 'A row was removed before this one.',
  rows_missing: 'Rows were removed from this seal.',
  row_added: 'The row was added after the seal was made.',
  row_late: 'The row was added among rows that were sealed long ago.',
  row_without_seal: 'The seal of the row was removed.',
  seal_missing: 'The seal was removed.',
  seal_changed: 'The hash of the seal is not that of its rows.',
  count_wrong: 'The seal counts other rows than it has.',
  chain_broken: 'The seal does not follow the one before it.',
  chain_shortened: 'The chain ends before a head that was noted earlier.',
  head_differs: 'The seal is another than the head that was noted earlier.',
  signature_wrong: 'The application did not sign this seal.',
  signature_unknown:
    'No key that this deployment can open signed this seal. After a change of APP_KEY, name the old one in APP_KEY_PREVIOUS.',
} as const

export interface AuditProblem {
  kind: keyof typeof AUDIT_PROBLEMS
  /** Number of the seal, if the problem lies in one. */
  seal: number | null
  /** Id of the audit row, where it can be told. */
  row: string | null
}

/** What chaining the rows of one seal found. */
export interface SealCheck {
  rows: number
  /** Ids of rows whose digest does not follow from the row and the digest before it. */
  broken: string[]
  last: string | null
  /** Digest of the last row, hexadecimal. */
  hash: string
}

/** Tells from counts and hashes what was done to the rows of a seal. */
export function nameProblems(
  seal: { sequence: number; rows: number; hash: string },
  { rows, broken, last, hash }: SealCheck
): AuditProblem[] {
  const sequence = seal.sequence
  const kind =
    rows < seal.rows ? 'row_missing' : rows > seal.rows ? 'row_added' : ('row_changed' as const)
  const problems: AuditProblem[] = broken
    .slice(0, 100)
    .map((row) => ({ kind, seal: sequence, row }))
  if (hash !== seal.hash) {
    const gone = rows < seal.rows ? 'rows_missing' : rows > seal.rows ? 'row_added' : null
    problems.push({ kind: gone ?? 'seal_changed', seal: sequence, row: last })
  } else if (rows !== seal.rows && broken.length === 0) {
    problems.push({ kind: 'count_wrong', seal: sequence, row: null })
  }
  return problems
}
