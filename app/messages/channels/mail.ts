import { findMail } from '../../mail/declared.ts'
import { MailRefusedError } from '../../mail/errors.ts'
import { deliver } from '../../mail/outgoing.ts'
import { languageOf, renderMail } from '../../mail/render.ts'
import { mailSenderOf } from '../../settings/brand.ts'
import type { Scope } from '../../tenancy/scope.ts'
import { mailBrandOf } from '../brand.ts'
import { TemplateGoneError } from '../errors.ts'
import { returnPathOf } from '../news/return_path.ts'
import { deliveryKey, type Handed, type OutgoingMessage } from '../outgoing.ts'
import { wordingOf } from '../templates/versions.ts'

/**
 * Makes an e-mail of its template, in the words and the look of the organisation, and hands it to the mail server.
 * Outside of transactions.
 * @throws TemplateGoneError, MailError, and what the module throws when it must not go any more
 */
export async function handMail(scope: Scope, message: OutgoingMessage): Promise<Handed> {
  const mail = message.templateId ? await findMail(scope, message.templateId) : null
  if (!mail || !message.content) throw new TemplateGoneError(message.templateId ?? '')
  const { data: source, replyTo: asked } = message.content
  const prepared = mail.prepare
    ? await mail.prepare(scope, source as Record<string, unknown>)
    : { data: source as Record<string, unknown> }
  const language = languageOf(mail.content(prepared.data))
  const wording = await scope.read((unit) => wordingOf(unit, mail.id, language))
  const brand = await mailBrandOf(scope)
  const rendered = await renderMail(mail, prepared.data, { words: wording.words, brand })
  const { providerId, messageId, rejected } = await deliver({
    ...rendered,
    ...(await mailSenderOf(scope, prepared.replyTo ?? asked)),
    to: [{ name: message.toName ?? undefined, address: message.to }],
    attachments: prepared.attachments ?? [],
    idempotencyKey: deliveryKey(scope, message),
    returnPath: returnPathOf(message.id),
    tags: { organisation: scope.organisationId, message: message.id },
  })
  if (rejected.length > 0) throw new MailRefusedError('the address is not accepted.', null)
  return {
    providerId: providerId ?? messageId,
    driverId: null,
    subject: rendered.subject,
    language,
    templateVersion: wording.number,
  }
}
