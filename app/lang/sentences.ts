import type { Scope } from '../tenancy/scope.ts'
import type { Language } from './declaration.ts'
import { labelIn } from './translate.ts'

/** Sentences that source declares in English with places for values, and names of modules, as a reader calls them. */
export interface Sentences {
  /** `tell('{name} is archived.', { name })`; found by its words as labels are. */
  tell(english: string, values?: Record<string, string | number>): string
  /** The name of a module. */
  name(module: { id: string; name: string }): string
  /** A label of a module, or of the kernel. */
  label(owner: string, english: string): string
}

/** Names and sentences in a language. */
export function sentencesIn(language: Language): Sentences {
  return {
    tell: (english, values = {}) =>
      labelIn(language, 'kernel', english).replace(/\{(\w+)\}/g, (_, name: string) =>
        String(values[name])
      ),
    name: ({ id, name }) => labelIn(language, id, name),
    label: (owner, english) => labelIn(language, owner, english),
  }
}

/** As source declares them. */
export const ENGLISH = sentencesIn('en')

/** What a scope is told: in the language of the person behind it, in English where a program asks. */
export function sentencesFor({ actor, language }: Scope): Sentences {
  return actor.kind === 'token' ? ENGLISH : sentencesIn(language)
}
