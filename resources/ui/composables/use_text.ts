import { computed, inject, type InjectionKey } from 'vue'
import { formatText, languageOf, type Language, type TextParams } from '../format/texts.ts'
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
  const language = computed(() =>
    languageOf(shared.value.user?.locale ?? shared.value.organisation?.locale)
  )
  return (key: string, params: TextParams = {}): string => {
    const found = source.find(module, language.value, key)
    return found === null ? key : formatText(language.value, found, params)
  }
}
