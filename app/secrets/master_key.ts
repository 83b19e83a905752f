import { createHash, hkdfSync } from 'node:crypto'
import { appKeys } from './app_keys.ts'
import { decrypt, encrypt, KEY_LENGTH } from './cipher.ts'
import { KeyUnreadableError } from './errors.ts'

interface MasterKey {
  /** Tells the keys apart in what they wrapped; says nothing about the key. */
  fingerprint: string
  key: Buffer
}

const FORMAT = 'm1'
const derived = new Map<string, MasterKey>()

/** Derives the master key from an APP_KEY (HKDF-SHA256, RFC 5869), so that no other use of APP_KEY shares it. */
function derive(appKey: string): MasterKey {
  let known = derived.get(appKey)
  if (!known) {
    const key = Buffer.from(hkdfSync('sha256', appKey, 'karkhana', 'master key', KEY_LENGTH))
    const fingerprint = createHash('sha256').update(key).digest('hex').slice(0, 12)
    derived.set(appKey, (known = { fingerprint, key }))
  }
  return known
}

const currentMaster = (): MasterKey => derive(appKeys()[0])

const masters = (): MasterKey[] => appKeys().map(derive)

/** Wraps a data key by the present APP_KEY; `about` names the key it is. */
export function wrap(dataKey: Buffer, about: string): string {
  const { fingerprint, key } = currentMaster()
  return `${FORMAT}.${fingerprint}.${encrypt(key, dataKey, about)}`
}

/**
 * Unwraps a data key by the present APP_KEY or one of APP_KEY_PREVIOUS.
 * @throws KeyUnreadableError when it was wrapped by none of them
 */
export function unwrap(wrapped: string, about: string): Buffer {
  const [format, fingerprint, message] = wrapped.split('.')
  const master = masters().find((each) => each.fingerprint === fingerprint)
  if (format !== FORMAT || !message || !master) throw new KeyUnreadableError(about)
  return decrypt(master.key, message, about)
}

/** How every key that the present APP_KEY wrapped begins; the others wait for `key:rotate`. */
export function presentPrefix(): string {
  return `${FORMAT}.${currentMaster().fingerprint}.`
}
