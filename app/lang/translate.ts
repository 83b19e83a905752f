import { IntlMessageFormat } from 'intl-messageformat'
import { fileURLToPath } from 'node:url'
import type { ModuleRegistry } from '../modules/registry.ts'
import { LANGUAGES, type Language, type TextParams } from './declaration.ts'
import { TextParamsError, UnknownTextError } from './errors.ts'
import { readTexts } from './files.ts'
import { labelKey } from './label_key.ts'

/** Language, then `module.key`, to the text. */
const texts = new Map<Language, Map<string, string>>(LANGUAGES.map((code) => [code, new Map()]))
const formats = new Map<string, IntlMessageFormat>()

/** How numbers and dates within texts are written. */
const LOCALES: Record<Language, string> = { en: 'en-IN', hi: 'hi-IN' }

const KERNEL_FOLDER = fileURLToPath(new URL('../', import.meta.url))

/** @internal Reads the texts of the kernel and of all installed modules; once, when the application starts. */
export async function loadTexts(registry: ModuleRegistry) {
  addTexts('kernel', KERNEL_FOLDER)
  for (const { manifest, folder } of registry.all()) {
    if (manifest.lang.length === 0) continue
    await registry.starting(manifest.id, 'texts', () => {
      addTexts(manifest.id, folder)
      return Promise.resolve(true)
    })
  }
}

/** @internal */
export function addTexts(id: string, folder: string) {
  for (const language of LANGUAGES) {
    for (const [key, text] of readTexts(folder, language) ?? []) {
      texts.get(language)!.set(`${id}.${key}`, text)
      formats.delete(`${language}:${id}.${key}`)
    }
  }
}

/**
 * A text in a language, in English where that language lacks it: `translate('hi', 'feedback.survey.question')`. The
 * part before the first dot is the module. Texts are ICU messages: `{name}`, `{count, plural, one {…} other {…}}`.
 * @throws UnknownTextError, TextParamsError
 */
export function translate(language: Language, key: string, params: TextParams = {}): string {
  const found = texts.get(language)?.has(key) ? language : 'en'
  const text = texts.get(found)!.get(key)
  if (text === undefined) throw new UnknownTextError(key)
  try {
    return String(formatOf(found, key, text).format(params))
  } catch (error) {
    throw new TextParamsError(key, (error as Error).message, error)
  }
}

/**
 * A label that source declares in English (a menu entry, a column, a status), in a language: what the texts of its
 * `owner`, or else of the kernel, have for it. The English itself where it is not translated, so that what people
 * named themselves is never mistaken for a label.
 */
export function labelIn(language: Language, owner: string, label: string): string {
  return labelFrom(language, owner, label) ?? label
}

/**
 * The same, `null` where no texts have it in that language. A noun that is declared within a sentence (`courtesy car`)
 * is the label that begins one (`Courtesy car`).
 */
export function labelFrom(language: Language, owner: string, label: string): string | null {
  for (const from of [owner, 'kernel']) {
    const key = `${from}.${labelKey(label)}`
    const declared = texts.get('en')!.get(key)
    if (declared === label) return texts.get(language)!.get(key) ?? null
    if (declared && declared === label.charAt(0).toLowerCase() + label.slice(1)) {
      return language === 'en' ? label : (texts.get(language)!.get(key) ?? null)
    }
  }
  return null
}

function formatOf(language: Language, key: string, text: string): IntlMessageFormat {
  const known = formats.get(`${language}:${key}`)
  if (known) return known
  const format = new IntlMessageFormat(text, LOCALES[language], undefined, { ignoreTag: true })
  formats.set(`${language}:${key}`, format)
  return format
}

/** The language of a person (`locale`), or of an organisation, in which it speaks to people outside. */
export function languageOf(
  who: { locale: string } | { organisation: { locale: string } } | null
): Language {
  const locale = who === null ? 'en' : 'organisation' in who ? who.organisation.locale : who.locale
  return LANGUAGES.find((code) => locale.toLowerCase().split(/[-_]/)[0] === code) ?? 'en'
}
