import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

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

export interface SealSignature {
  /** Tells which APP_KEY signed; says nothing about the key. */
  keyId: string
  /** HMAC-SHA256, hexadecimal. */
  signature: string
}

interface SealKey {
  id: string
  key: Buffer
}

/** Key of the seals, derived from an APP_KEY (HKDF-SHA256, RFC 5869) so that no other use shares it. */
function derive(appKey: string): SealKey {
  const key = Buffer.from(hkdfSync('sha256', appKey, 'karkhana', 'audit seals', 32))
  return { key, id: createHash('sha256').update(key).digest('hex').slice(0, 12) }
}

/** Present key first, then those of APP_KEY_PREVIOUS, which only verify. */
function sealKeys(): SealKey[] {
  const present = process.env.APP_KEY
  if (!present) throw new Error('APP_KEY is not set')
  const previous = (process.env.APP_KEY_PREVIOUS ?? '').split(',').map((each) => each.trim())
  return [present, ...previous.filter(Boolean)].map(derive)
}

function sign({ key, id }: SealKey, facts: SealFacts): SealSignature {
  const { organisationId, sequence, rows, hash, previousHash, sealedAt } = facts
  const text = JSON.stringify([organisationId, sequence, rows, hash, previousHash, sealedAt])
  return { keyId: id, signature: createHmac('sha256', key).update(text).digest('hex') }
}

/** Signs a seal as this deployment: whoever holds the database alone cannot. */
export function signSeal(facts: SealFacts): SealSignature {
  return sign(sealKeys()[0], facts)
}

/** Whether a signature is this deployment's; `unknown_key` when no key it knows could have made it. */
export function checkSignature(
  facts: SealFacts,
  { keyId, signature }: SealSignature
): 'right' | 'wrong' | 'unknown_key' {
  const key = sealKeys().find((each) => each.id === keyId)
  if (!key) return 'unknown_key'
  const expected = Buffer.from(sign(key, facts).signature)
  const given = Buffer.from(signature)
  return expected.length === given.length && timingSafeEqual(expected, given) ? 'right' : 'wrong'
}
