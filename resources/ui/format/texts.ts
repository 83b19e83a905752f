import { LOCALES, parseMessage, type Message } from './message.ts'

/** The languages of the product. */
export type Language = 'en' | 'hi'

/** What stands in the place of `{name}` in a text. Dates and amounts are given as they are to be written. */
export type TextParams = Record<string, string | number | boolean>

const messages = new Map<string, Message>()

/** Fills the values into an ICU message. @throws TypeError when a value is missing, SyntaxError when it is no message */
export function formatText(language: Language, text: string, params: TextParams = {}): string {
  const id = `${language}:${text}`
  let message = messages.get(id)
  if (!message) messages.set(id, (message = parseMessage(LOCALES[language], text)))
  return message(params)
}
