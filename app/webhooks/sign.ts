import { createHmac, randomBytes } from 'node:crypto'

const PREFIX = 'whsec_'
const BYTES = 32

/** A new secret of an endpoint, as Standard Webhooks writes it: `whsec_` and 32 random bytes in Base64. */
export function newSecret(): string {
  return PREFIX + randomBytes(BYTES).toString('base64')
}

/** What is signed: one attempt to send one message. */
export interface Signed {
  /** Id of the message; the same at every attempt. */
  id: string
  /** Unix time of the attempt, in seconds. */
  timestamp: number
  body: string
}

/**
 * Headers of Standard Webhooks 1.0.0 for an attempt: id, timestamp and an HMAC-SHA256 over both and the body, one for
 * each secret that counts (two for a while after a change).
 */
export function signatureHeaders({ id, timestamp, body }: Signed, secrets: string[]) {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  })
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  }
}
