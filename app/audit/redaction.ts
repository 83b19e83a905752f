import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { keyById, newestKey } from '../secrets/data_keys.ts'
import { KeyUnreadableError, SealBrokenError } from '../secrets/errors.ts'

/**
 * What a redaction says of an entry of the audit trail whose personal values were erased; the signature covers all of
 * it. The chain goes on with the digest that was sealed; the hash binds the text that is left. Hashes are hexadecimal.
 */
export interface RedactionFacts {
  organisationId: string
  erasureId: string
  entryId: string
  /** Of the entry as it was sealed. */
  digest: string
  /** SHA-256 of its text as it reads since. */
  textHash: string
  /** Columns whose values were taken out. */
  columns: string[]
  /** Instant of the database, UTC, microseconds. */
  at: string
}

/** Signs redactions as this deployment, whoever holds the database alone cannot make one. */
export async function signRedactions(
  all: RedactionFacts[]
): Promise<{ keyId: string; signatures: string[] }> {
  const { id, key } = await newestKey(null)
  return { keyId: id, signatures: all.map((facts) => sign(key, facts)) }
}

/** Whether this deployment made the redaction; `unknown_key` when no key it can open did. */
export async function checkRedaction(
  facts: RedactionFacts,
  { keyId, signature }: { keyId: string; signature: string }
): Promise<'right' | 'wrong' | 'unknown_key'> {
  try {
    const expected = Buffer.from(sign(await keyById(keyId, null), facts))
    const given = Buffer.from(signature)
    const right = expected.length === given.length && timingSafeEqual(expected, given)
    return right ? 'right' : 'wrong'
  } catch (error) {
    if (error instanceof SealBrokenError || error instanceof KeyUnreadableError) {
      return 'unknown_key'
    }
    throw error
  }
}

/** HKDF (RFC 5869) keeps the key apart from the one that signs seals. */
function sign(dataKey: Buffer, facts: RedactionFacts): string {
  const { organisationId, erasureId, entryId, digest, textHash, columns, at } = facts
  const key = Buffer.from(hkdfSync('sha256', dataKey, 'karkhana', 'audit redactions', 32))
  const text = JSON.stringify([organisationId, erasureId, entryId, digest, textHash, columns, at])
  return createHmac('sha256', key).update(text).digest('hex')
}
