import { inject, type InjectionKey } from 'vue'
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

/**
 * The texts of a module in the language of the reader: `const text = useText('feedback')`, then
 * `text('survey.question', { name })`. A text that is missing stands there by its key.
 */
export function useText(module: string) {
  const source = inject(textSource, NOTHING)
  const shared = useShared()
  return (key: string, params: TextParams = {}): string => {
    const { language } = shared.value
    const found = source.find(module, language, key)
    return found === null ? key : formatText(language, found, params)
  }
}
