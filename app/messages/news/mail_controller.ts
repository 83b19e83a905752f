import { createHash, timingSafeEqual } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import { NotFoundError } from '../../errors.ts'
import { receiveBytes } from '../../http/receive_bytes.ts'
import { RAW_MAIL_LIMIT } from './delivery_report.ts'
import { InboundSecretError, RawMailMissingError, RawMailTooLargeError } from './errors.ts'
import { takeReport } from './take_report.ts'

/** Fields in which services that send forms put the raw mail: SendGrid, Mailgun. */
const FIELDS = ['email', 'body-mime']

/**
 * Mails that came to the return path, from a mail service that passes them on as they are. The secret comes as bearer
 * token, or as the password in the address that the service calls.
 */
export default class InboundMailController {
  async store(ctx: HttpContext) {
    const { request, response } = ctx
    const secret = process.env.MAIL_INBOUND_SECRET
    if (!secret) throw new NotFoundError('page')
    if (!isSame(givenSecret(request.header('authorization')), secret)) {
      throw new InboundSecretError()
    }
    await takeReport(await rawMail(ctx))
    return response.noContent()
  }
}

async function rawMail(ctx: HttpContext): Promise<Uint8Array> {
  const sent = ctx.request.body() as Record<string, unknown>
  const field = FIELDS.map((name) => sent[name]).find((value) => typeof value === 'string')
  if (typeof field === 'string') return Buffer.from(field)
  const bytes = await receiveBytes(ctx, RAW_MAIL_LIMIT)
  if (!bytes) throw new RawMailTooLargeError()
  if (bytes.length === 0) throw new RawMailMissingError()
  return bytes
}

/** `Bearer <secret>`, or the password of `Basic` (RFC 7617). */
function givenSecret(header = ''): string {
  const [, scheme, value] = /^(bearer|basic) +(\S+)$/i.exec(header) ?? []
  if (scheme?.toLowerCase() !== 'basic') return value ?? ''
  const [, ...password] = Buffer.from(value, 'base64').toString('utf8').split(':')
  return password.join(':')
}

/** Of the digests, which have one length. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(secret))
}
