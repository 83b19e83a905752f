import type { Language } from '../lang/declaration.ts'
import type { TemplateValue } from '../messages/templates/engine.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { MailContent } from './compose.ts'
import type { MailAddress, MailAttachment } from './outgoing.ts'

/** The words of a message as templates: text with `{{ variables }}` and conditions, never markup. */
export interface Wording {
  /** Of the e-mail; one line. */
  subject: string
  /** First sentence in the list of an inbox; one line. */
  preview?: string
  /** One line. */
  heading: string
  /** Paragraphs, with an empty line between them. */
  body: string
  /** On the button, where the message has one. */
  button?: string
  /** The same as a text message, where it goes as one too. */
  text?: string
}

/** A value that an organisation may write into a message. */
export interface WordingVariable<Data extends object> {
  /** "Customer" */
  label: string
  value(data: Data): TemplateValue
}

/** Makes the words of a message open to organisations, under _Settings → Message templates_. */
export interface MailWording<Data extends object> {
  /** By the name that stands between the braces: `customer`. */
  variables: Record<string, WordingVariable<Data>>
  /** The words that the module ships. */
  words(language: Language): Wording
}

/** The parts of a message that are not words. With `wording`, heading, subject and paragraphs come from there. */
export type MailFrame = Omit<MailContent, 'heading' | 'paragraphs'> &
  Partial<Pick<MailContent, 'heading' | 'paragraphs'>> & { subject?: string }

/** What a message is made of at the time it goes. */
export interface PreparedMail<Data extends object> {
  data: Data
  attachments?: MailAttachment[]
  /** Where answers go, unless the organisation wants all of them at one address. */
  replyTo?: MailAddress
}

/** A message that a module sends, so that it can be listed, looked at with a sample, and worded anew. */
export interface MailDefinition<
  Data extends object = Record<string, unknown>,
  Source extends object = Data,
> {
  /** Prefixed by the module: `invoicing.invoice`. */
  id: string
  label: string
  /** When it goes, one sentence for an admin. */
  description?: string
  content(data: Data): MailFrame
  wording?: MailWording<Data>
  /**
   * Reads what the message says, and makes its files, when it goes: outside of transactions, in a job. Left out, the
   * message says what it was asked for with.
   * @throws KarkhanaError below 500 when it must not go any more
   */
  prepare?(scope: Scope, source: Source): Promise<PreparedMail<Data>>
  /** Made-up data with every field filled, for the preview and the tests. */
  sample: Data
}

/** Declares a message; its file is named in the manifest under `mails`, and `sendMail` sends it. */
export function defineMail<Data extends object, Source extends object = Data>(
  mail: MailDefinition<Data, Source>
): MailDefinition<Data, Source> {
  return mail
}

/**
 * Variables as values for the words of a dictionary: `say('ready.subject', placeholders('vehicle'))` is the template
 * `{{ vehicle }} is ready`.
 */
export function placeholders(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, `{{ ${name} }}`]))
}
