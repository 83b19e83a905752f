import { fillTemplate, type TemplateValue } from '../messages/templates/engine.ts'
import { composeMail, type MailBrand, type MailContent } from './compose.ts'
import type { MailDefinition, MailFrame, Wording } from './declaration.ts'
import { MailInvalidError } from './errors.ts'

/** Subject and both parts of a message, to be handed to `deliver` with its recipients. */
export interface RenderedMail {
  subject: string
  html: string
  text: string
}

/** How an organisation has it look and say. */
export interface RenderOptions {
  /** Words instead of those that the module ships. */
  words?: Wording | null
  brand?: MailBrand
}

/**
 * Makes a message of a declared mail.
 * @throws MailInvalidError it has no subject, or its button leads nowhere safe
 */
export async function renderMail<Data extends object, Source extends object>(
  mail: MailDefinition<Data, Source>,
  data: Data,
  { words, brand }: RenderOptions = {}
): Promise<RenderedMail> {
  const frame = mail.content(data)
  const { subject, ...content } = mail.wording
    ? worded(frame, words ?? mail.wording.words(languageOf(frame)), valuesOf(mail, data))
    : whole(frame)
  if (subject.trim() === '' || /\p{Cc}/u.test(subject)) {
    throw new MailInvalidError(
      'subject',
      'The subject is empty or has line breaks.',
      'Write one line.'
    )
  }
  return { subject, ...(await composeMail({ ...content, ...(brand && { brand }) })) }
}

/** The variables of a message with the values that they have in `data`. */
export function valuesOf<Data extends object, Source extends object>(
  { wording }: MailDefinition<Data, Source>,
  data: Data
): Record<string, TemplateValue> {
  const entries = Object.entries(wording?.variables ?? {})
  return Object.fromEntries(entries.map(([name, { value }]) => [name, value(data)]))
}

/** Language of the words of a message. */
export const languageOf = ({ lang }: Pick<MailFrame, 'lang'>) => (lang === 'hi' ? 'hi' : 'en')

/** The words of a message, filled; lines that are one line stay one, whatever a value brings along. */
function worded(
  frame: MailFrame,
  words: Wording,
  values: Record<string, TemplateValue>
): MailContent & { subject: string } {
  const line = (source: string) => fillTemplate(source, values).replace(BREAKS, ' ').trim()
  return {
    ...frame,
    subject: line(words.subject),
    preview: words.preview ? line(words.preview) : frame.preview,
    heading: line(words.heading),
    paragraphs: fillTemplate(words.body, values)
      .split(/\n[ \t]*\n\s*/)
      .map((paragraph) => paragraph.trim())
      .filter((paragraph) => paragraph !== ''),
    ...(frame.button && {
      button: { ...frame.button, label: line(words.button ?? '') || frame.button.label },
    }),
  }
}

/** Control characters and the line separators of Unicode. */
const BREAKS = /[\p{Cc}\u2028\u2029]+/gu

/** @throws MailInvalidError a part that has to be there is missing */
function whole(frame: MailFrame): MailContent & { subject: string } {
  const { subject, heading, paragraphs } = frame
  if (subject === undefined || heading === undefined || paragraphs === undefined) {
    throw new MailInvalidError(
      'subject',
      'The message has no words.',
      'Give it subject, heading and paragraphs, or declare its wording.'
    )
  }
  return { ...frame, subject, heading, paragraphs }
}
