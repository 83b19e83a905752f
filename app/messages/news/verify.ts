import { timingSafeEqual } from 'node:crypto'
import { signatureHeaders } from '../../webhooks/sign.ts'
import { SignatureError } from './errors.ts'

/** Seconds by which the clocks may differ; an older call is a repeated one (Standard Webhooks 1.0.0). */
const TOLERANCE = 300

/** A call with its headers, by the names of Standard Webhooks or those of Svix. */
export interface SignedCall {
  body: string
  header(name: string): string | undefined
}

/**
 * Checks that a call comes from whoever knows the secret, was not changed, and is not an old one.
 * @throws SignatureError
 */
export function verifyCall(call: SignedCall, secret: string, now = Date.now()): { id: string } {
  const header = (name: string) => call.header(`webhook-${name}`) ?? call.header(`svix-${name}`)
  const [id, time, given] = [header('id'), header('timestamp'), header('signature')]
  if (!id || !time || !given || !/^\d{1,12}$/.test(time)) {
    throw new SignatureError('its signature is missing.')
  }
  const timestamp = Number(time)
  if (Math.abs(now / 1_000 - timestamp) > TOLERANCE) {
    throw new SignatureError('it is older than five minutes, or the clock of this server is wrong.')
  }
  const right = signatureHeaders({ id, timestamp, body: call.body }, [secret])['webhook-signature']
  if (!given.split(' ').some((each) => same(each, right))) {
    throw new SignatureError('its signature does not fit.')
  }
  return { id }
}

function same(given: string, right: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(right)]
  return one.length === other.length && timingSafeEqual(one, other)
}
