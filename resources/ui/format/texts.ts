import { IntlMessageFormat } from 'intl-messageformat'

/** The languages of the product. */
export type Language = 'en' | 'hi'

/** What stands in the place of `{name}` in a text. */
export type TextParams = Record<string, string | number | boolean | Date>

const LOCALES: Record<Language, string> = { en: 'en-IN', hi: 'hi-IN' }
const formats = new Map<string, IntlMessageFormat>()

/** Fills the values into an ICU message. */
export function formatText(language: Language, text: string, params: TextParams = {}): string {
  const id = `${language}:${text}`
  let format = formats.get(id)
  if (!format) {
    format = new IntlMessageFormat(text, LOCALES[language], undefined, { ignoreTag: true })
    formats.set(id, format)
  }
  return String(format.format(params))
}
