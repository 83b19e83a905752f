import { readFile } from 'node:fs/promises'
import type { NameForms, NounForms } from './names.ts'

/** Placeholder to text: `{ Noun: 'ServiceNote' }` fills `__Noun__`. */
export type Tokens = Record<string, string>

const FOLDER = new URL('./stubs/', import.meta.url)
const TOKEN = /__([A-Za-z]+)__/g

/**
 * A stub of `stubs/` with its placeholders filled.
 * @throws Error naming a placeholder that nobody fills; a mistake of the part, not of its user
 */
export async function fillStub(name: string, tokens: Tokens): Promise<string> {
  return fill(await readFile(new URL(`${name}.stub`, FOLDER), 'utf8'), tokens, name)
}

/** The same for a text. */
export function fill(text: string, tokens: Tokens, name = 'the text'): string {
  return text.replace(TOKEN, (_, token: string) => {
    const value = tokens[token]
    if (value === undefined) throw new Error(`${name} names __${token}__, which nobody fills`)
    return value
  })
}

/** Placeholders of a module: `__id__`, `__prefix__`, `__Module__`. */
export function moduleTokens(id: string, name: string): Tokens {
  return { id, prefix: id.replaceAll('-', '_'), Module: name }
}

/** Placeholders of a record: `__noun__`, `__Noun__`, `__nounWords__` and their plurals. */
export function nounTokens({ plural, one, ...noun }: NounForms): Tokens {
  return {
    noun: noun.snake,
    nouns: plural.snake,
    Noun: noun.pascal,
    Nouns: plural.pascal,
    nounCamel: noun.camel,
    nounsCamel: plural.camel,
    nounWords: noun.words,
    nounsWords: plural.words,
    NounWords: noun.Words,
    NounsWords: plural.Words,
    oneNoun: one,
  }
}

/** Placeholders of a part: `__name__`, `__Name__`, `__nameWords__`. */
export function nameTokens(name: NameForms): Tokens {
  return {
    name: name.snake,
    nameDash: name.dash,
    nameCamel: name.camel,
    Name: name.pascal,
    nameWords: name.words,
    NameWords: name.Words,
  }
}
