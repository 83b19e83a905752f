import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { SealBrokenError } from './errors.ts'

/** AES-256-GCM with a random 96-bit nonce per message and a 128-bit tag (NIST SP 800-38D). */
const ALGORITHM = 'aes-256-gcm'
const NONCE = 12
const TAG = 16

/** Bytes of a key. */
export const KEY_LENGTH = 32

/**
 * Encrypts `plain`. `about` says what the message is and whose; it is not stored, and opening with other words
 * fails, so that a sealed value cannot be moved to another place.
 */
export function encrypt(key: Buffer, plain: Buffer, about: string): string {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG })
  cipher.setAAD(Buffer.from(about))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
}

/**
 * Decrypts what `encrypt` returned.
 * @throws SealBrokenError
 */
export function decrypt(key: Buffer, message: string, about: string): Buffer {
  const bytes = Buffer.from(message, 'base64url')
  if (bytes.length < NONCE + TAG) throw new SealBrokenError()
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE), {
    authTagLength: TAG,
  })
  decipher.setAAD(Buffer.from(about))
  decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()])
  } catch (error) {
    throw new SealBrokenError(error)
  }
}
