import { inject, type InjectionKey } from 'vue'
import { labelKey } from '../format/label_key.ts'
import { formatText, type Language, type TextParams } from '../format/texts.ts'
import { useShared } from './use_shared.ts'

/** The texts of the installed modules that were loaded with the page. */
export interface TextSource {
  /** The text, in English where the language lacks it; `null` when there is none. */
  find(module: string, language: Language, key: string): string | null
}

/** Where the entry leaves the texts for `useText`. */
export const textSource: InjectionKey<TextSource> = Symbol('texts')

const NOTHING: TextSource = { find: () => null }

/** What a status, a choice or anything else is called that source declares in English. */
type Labelled = string | { label: string }

/** The texts of one owner, in the language of the reader. */
export interface Texts {
  /** A text by its key; the key itself where there is none. */
  (key: string, params?: TextParams): string
  /** A label declared in English: `label('In progress')`. The English where it is not translated. */
  label(english: string): string
  /** A set of labels, or of looks with labels, as it was declared: `labels(STATUS_LOOKS)[record.status]`. */
  labels<T extends Record<string, Labelled>>(declared: T): T
}

/**
 * The texts of a module in the language of the reader: `const text = useText('feedback')`, then
 * `text('survey.question', { name })`. Those of the kernel and of these components are `useText('kernel')`.
 */
export function useText(module: string): Texts {
  const source = inject(textSource, NOTHING)
  const shared = useShared()
  const written = (key: string, params: TextParams, other: string) => {
    const { language } = shared.value
    const found = source.find(module, language, key)
    return found === null ? other : formatText(language, found, params)
  }
  const label = (english: string) => written(labelKey(english), {}, english)
  const one = (declared: Labelled) =>
    typeof declared === 'string' ? label(declared) : { ...declared, label: label(declared.label) }
  return Object.assign((key: string, params: TextParams = {}) => written(key, params, key), {
    label,
    labels: <T extends Record<string, Labelled>>(declared: T) =>
      Object.fromEntries(Object.entries(declared).map(([key, each]) => [key, one(each)])) as T,
  })
}
