import app from '@adonisjs/core/services/app'
import { RuleError } from '../errors.ts'
import { chosenDriver } from '../drivers/choices.ts'
import { fakeOf } from '../drivers/fakes.ts'
import { parsePhone } from '../fields/phone.ts'
import type { Language } from '../lang/declaration.ts'
import type { MailDefinition } from '../mail/declaration.ts'
import { valuesOf } from '../mail/render.ts'
import { SmsNotConfiguredError } from '../sms/driver.ts'
import type { Unit } from '../tenancy/unit.ts'
import { FAMILIES, type TextChannel } from './channels/text.ts'
import type { QuietFor } from './outgoing.ts'
import { requestMessage, type MessageRecord, type RequestedMessage } from './request.ts'
import { fillTemplate } from './templates/engine.ts'
import { wordingOf } from './templates/versions.ts'

/** Characters; about six messages of the network. */
const LONGEST = 1_000

/** A text to the phone of somebody outside. */
export interface NewText {
  channel: TextChannel
  /** Id of the module that sends it; while that is switched off, the message waits. */
  module: string
  /** As people type it; ten digits are Indian. */
  to: string
  text: string
  record?: MessageRecord | null
  /** Names the event, so that the message goes once. */
  idempotencyKey: string
}

/** A text from the wording of a declared message. */
export interface NewWordedText<Data extends object, Source extends object> {
  channel: TextChannel
  /** A message whose wording has a `text`. */
  mail: MailDefinition<Data, Source>
  data: Data
  language: Language
  to: string
  record?: MessageRecord | null
  idempotencyKey: string
}

/**
 * Queues a text that goes if and only if this transaction commits. Without a service it is kept as not sent, with the
 * reason, and the caller goes on.
 * @throws RuleError E_SMS_PHONE at `to`, E_SMS_TEXT at `text`; ModuleInactiveError
 */
export function sendText(
  unit: Unit,
  message: NewText & {
    template?: { id: string; version: number; language: string }
    values?: object
  }
): Promise<RequestedMessage> {
  return requestText(unit, message)
}

/** @internal The same to a member, whose quiet hours it waits for. @throws as {@link sendText} */
export async function requestText(
  unit: Unit,
  message: Parameters<typeof sendText>[1] & { quietFor?: QuietFor }
): Promise<RequestedMessage> {
  const { channel, module, record, idempotencyKey, template, values, quietFor } = message
  unit.scope.ensureModule(module)
  const to = phoneOf(message.to)
  const text = textOf(message.text)
  return requestMessage(unit, {
    channel,
    module,
    to,
    text,
    template,
    ...((values || quietFor) && { content: { data: values ?? {}, quietFor } }),
    record,
    idempotencyKey,
    problem: await whyNot(unit, channel),
  })
}

/**
 * The same in the words of the organisation.
 * @throws RuleError as {@link sendText}; TypeError when the wording of the message has no `text`
 */
export async function sendWordedText<Data extends object, Source extends object>(
  unit: Unit,
  { mail, data, language, ...message }: NewWordedText<Data, Source>
): Promise<RequestedMessage> {
  const { number, words } = await wordingOf(unit, mail.id, language)
  const source = words?.text ?? mail.wording?.words(language).text
  if (!source) throw new TypeError(`The message ${mail.id} has no words for a text message.`)
  const values = valuesOf(mail, data)
  return sendText(unit, {
    ...message,
    module: mail.id.split('.')[0],
    // Line breaks stay; what else a value brings along is no text.
    text: fillTemplate(source, values)
      .replace(/[^\P{Cc}\n]/gu, ' ')
      .slice(0, LONGEST),
    template: { id: mail.id, version: number, language },
    values,
  })
}

/** Outside production there is always the mailbox of the developer. */
async function whyNot({ scope }: Unit, channel: TextChannel) {
  const family = FAMILIES[channel]
  if (!app.inProduction || fakeOf(family) || (await chosenDriver(scope, family))) return null
  const { code, message, next } = new SmsNotConfiguredError()
  return { code: code!, message: `${message} ${next}` }
}

function phoneOf(typed: string): string {
  const phone = parsePhone(typed)
  if (phone) return phone
  throw new RuleError('E_SMS_PHONE', 'This is not a phone number.', {
    field: 'to',
    next: 'Write ten digits, or + and the code of the country before the number.',
  })
}

function textOf(given: string): string {
  const text = given.trim()
  if (text !== '' && text.length <= LONGEST && !/[^\P{Cc}\n]/u.test(text)) return text
  throw new RuleError('E_SMS_TEXT', 'This text cannot be sent.', {
    field: 'text',
    next: `Write 1 to ${LONGEST} characters, without control characters.`,
  })
}
