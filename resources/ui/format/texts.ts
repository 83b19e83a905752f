import { LOCALES, parseMessage, type Message } from './message.ts'

/** The languages of the product. */
export type Language = 'en' | 'hi'

/**
 * What stands in the place of `{name}` in a text: dates and amounts as they are to be written, nothing for what is not
 * known.
 */
export type TextParams = Record<string, string | number | boolean | null | undefined>

const messages = new Map<string, Message>()

/** Fills the values into an ICU message. @throws TypeError when a value is missing, SyntaxError when it is no message */
export function formatText(language: Language, text: string, params: TextParams = {}): string {
  const id = `${language}:${text}`
  let message = messages.get(id)
  if (!message) messages.set(id, (message = parseMessage(LOCALES[language], text)))
  return message(params)
}
