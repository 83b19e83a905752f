import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { keyById, newestKey } from '../secrets/data_keys.ts'
import { KeyUnreadableError, SealBrokenError } from '../secrets/errors.ts'

/** What a seal says of its rows; the signature covers all of it. Hashes are hexadecimal. */
export interface SealFacts {
  organisationId: string
  /** 1, 2, 3 … within the organisation. */
  sequence: number
  rows: number
  hash: string
  previousHash: string
  /** Instant of the database, UTC, microseconds. */
  sealedAt: string
}

/** Proof that this deployment made a seal. */
export interface SealSignature {
  /** Data key of the deployment that the key of the signature is derived from. */
  keyId: string
  /** HMAC-SHA256, hexadecimal. */
  signature: string
}

/**
 * Signs a seal as this deployment. Its data keys stand in the database wrapped by a key that is derived from APP_KEY,
 * so that whoever holds the database alone can neither read nor make one. They outlive a change of APP_KEY.
 */
export async function signSeal(facts: SealFacts): Promise<SealSignature> {
  const { id, key } = await newestKey(null)
  return { keyId: id, signature: sign(key, facts) }
}

/** Whether a signature is this deployment's; `unknown_key` when no key it can open made it. */
export async function checkSignature(
  facts: SealFacts,
  { keyId, signature }: SealSignature
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

/** HKDF (RFC 5869) keeps the key apart from what the data key encrypts. */
function sign(dataKey: Buffer, facts: SealFacts): string {
  const { organisationId, sequence, rows, hash, previousHash, sealedAt } = facts
  const key = Buffer.from(hkdfSync('sha256', dataKey, 'karkhana', 'audit seals', 32))
  const text = JSON.stringify([organisationId, sequence, rows, hash, previousHash, sealedAt])
  return createHmac('sha256', key).update(text).digest('hex')
}
