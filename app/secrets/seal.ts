import { decrypt, encrypt } from './cipher.ts'
import { keyById, newestKey } from './data_keys.ts'
import { SealBrokenError } from './errors.ts'

const FORMAT = 'k1'

/** Whose key seals: an organisation's, or the deployment's own (`null`). */
export type Owner = string | null

/** A sealed value with the version of the key that sealed it. */
export interface Sealed {
  /** `k1.<key id>.<nonce, tag and ciphertext in base64url>` */
  text: string
  keyVersion: number
}

/** Seals by the newest key of the owner; `name` is what the value is, and part of the seal. */
export async function seal(organisationId: Owner, name: string, plain: string): Promise<Sealed> {
  const { id, version, key } = await newestKey(organisationId)
  const message = encrypt(key, Buffer.from(plain, 'utf8'), about(organisationId, name, id))
  return { text: `${FORMAT}.${id}.${message}`, keyVersion: version }
}

/**
 * Opens a sealed value of the owner, whichever of its keys sealed it.
 * @throws SealBrokenError, KeyUnreadableError
 */
export async function unseal(organisationId: Owner, name: string, sealed: string): Promise<string> {
  const [format, keyId, message] = sealed.split('.')
  if (format !== FORMAT || !keyId || !message) throw new SealBrokenError()
  const key = await keyById(keyId, organisationId)
  return decrypt(key, message, about(organisationId, name, keyId)).toString('utf8')
}

/**
 * Seals a value by the owner's newest key that an older one sealed.
 * @throws SealBrokenError, KeyUnreadableError
 */
export async function reseal(organisationId: Owner, name: string, sealed: string): Promise<Sealed> {
  return seal(organisationId, name, await unseal(organisationId, name, sealed))
}

/** How every value that this key sealed begins. */
export function sealedBy(keyId: string): string {
  return `${FORMAT}.${keyId}.`
}

function about(organisationId: Owner, name: string, keyId: string) {
  return ['sealed value', organisationId ?? 'deployment', name, keyId].join('\n')
}
