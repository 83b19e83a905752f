import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { appKeys } from '../../secrets/app_keys.ts'

/** RFC 4648, section 6, in small letters: mail servers do not keep capitals apart. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** Bytes of the signature; an address has room for no more, and each wrong guess is a call. */
const MAC = 10

/** The bytes of a UUID, signed for one purpose: 42 characters that go through addresses and links. */
export function signedToken(purpose: string, uuid: string): string {
  const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex')
  return encode(Buffer.concat([bytes, signature(purpose, bytes, appKeys()[0])]))
}

/** The UUID of a token that this deployment made for the purpose; `null` of any other. */
export function openSignedToken(purpose: string, token: string): string | null {
  const decoded = decode(token.toLowerCase())
  if (decoded?.length !== 16 + MAC) return null
  const [bytes, given] = [decoded.subarray(0, 16), decoded.subarray(16)]
  const ours = appKeys().some((key) => timingSafeEqual(given, signature(purpose, bytes, key)))
  return ours
    ? bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    : null
}

/** HKDF (RFC 5869) keeps the key apart from what else the key of the deployment signs. */
function signature(purpose: string, bytes: Buffer, appKey: string): Buffer {
  const key = Buffer.from(hkdfSync('sha256', appKey, '', 'karkhana/message-tokens', 32))
  return createHmac('sha256', key).update(`${purpose}\n`).update(bytes).digest().subarray(0, MAC)
}

function encode(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => ALPHABET[Number.parseInt(group.padEnd(5, '0'), 2)]).join('')
}

function decode(text: string): Buffer | null {
  if (!/^[a-z2-7]{1,100}$/.test(text)) return null
  const bits = [...text].map((each) => ALPHABET.indexOf(each).toString(2).padStart(5, '0')).join('')
  const bytes = bits.match(/.{8}/g) ?? []
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)))
}
