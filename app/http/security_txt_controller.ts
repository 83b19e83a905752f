import type { HttpContext } from '@adonisjs/core/http'
import { DateTime } from 'luxon'
import { NotFoundError } from '../errors.ts'
import { absoluteUrl } from './absolute_url.ts'

/** Whom to tell about a weakness of this deployment (RFC 9116); not there until SECURITY_CONTACT says whom. */
export default class SecurityTxtController {
  show({ response }: HttpContext) {
    const contact = process.env.SECURITY_CONTACT
    if (!contact) throw new NotFoundError('page')
    const lines = [
      `Contact: ${contact}`,
      `Expires: ${DateTime.utc().plus({ months: 6 }).startOf('month').toISO()}`,
      'Preferred-Languages: en, hi',
      `Canonical: ${absoluteUrl('/.well-known/security.txt')}`,
    ]
    response.header('content-type', 'text/plain; charset=utf-8')
    return response.send(`${lines.join('\n')}\n`)
  }
}
