import { signRedactions, type RedactionFacts } from '../../audit/redaction.ts'
import type { Unit } from '../../tenancy/unit.ts'

interface RedactedRow extends Omit<RedactionFacts, 'organisationId' | 'erasureId'> {
  sequence: string | null
  redacted: string | null
}

/**
 * Takes the personal values of rows out of the audit trail, and signs what was sealed already, in the open unit.
 * @param kept also those that the law keeps, of rows whose time is over; the caller names only such
 * @returns how many entries were changed
 */
export async function redactAudit(
  unit: Unit,
  erasureId: string,
  table: string,
  ids: readonly string[],
  kept = false
): Promise<number> {
  if (ids.length === 0) return 0
  const rows = await unit.rows<RedactedRow>(
    `select sequence::text as sequence, entry_id::text as "entryId", digest, text_hash as "textHash",
            columns, at, redacted::text as redacted
       from kernel_redact_audit(?, ?, ?::uuid[], ?)`,
    [erasureId, table, [...ids], kept]
  )
  const sealed = rows.filter(({ sequence }) => sequence !== null)
  if (sealed.length > 0) {
    const { keyId, signatures } = await signRedactions(
      sealed.map(({ entryId, digest, textHash, columns, at }) => ({
        organisationId: unit.scope.organisationId,
        erasureId,
        entryId,
        digest,
        textHash,
        columns,
        at,
      }))
    )
    await unit.rows('select kernel_sign_redactions(?::bigint[], ?, ?::text[])', [
      sealed.map(({ sequence }) => sequence),
      keyId,
      signatures,
    ])
  }
  return Number(rows.at(-1)?.redacted ?? 0)
}
