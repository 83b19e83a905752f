import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { columnLabels, tableLabels, type DeclaredTables } from '../audit/declared_labels.ts'
import { LANGUAGES, type Language } from './declaration.ts'
import { readTexts, type Texts } from './files.ts'
import { sourcesOf, type SourceFile } from './sources.ts'
import { unusedKeys } from './unused.ts'

/** A module as far as its texts are concerned. */
export interface TextsOwner extends DeclaredTables {
  folder: string
  /** Languages that the manifest names. */
  lang: readonly Language[]
  /** Its permissions, whose labels are put together from a noun. */
  permissions?: readonly { label: string }[]
  /** Its menu, where `New ticket` may be put together likewise. */
  menu?: readonly { createLabel?: string }[]
  /** Labels that others make and find in its texts, such as columns that several modules have. */
  labels?: readonly string[]
}

/**
 * What is wrong with the texts of a module, each a sentence that says what to do: a language or a key that is missing,
 * an empty text, one that is no ICU message or asks for other values than in the other language, a key that the source
 * uses and no file has, a key that nothing uses.
 */
export function textProblems(owner: TextsOwner): string[] {
  const { id, folder, lang } = owner
  const files = sourcesOf(folder)
  if (lang.length === 0) {
    return existsSync(join(folder, 'lang'))
      ? ["lang/ exists, but the manifest names no \"lang\": add ['en', 'hi']"]
      : usedKeys(id, files).map(({ key, file }) => `${file} uses "${key}", and there is no lang/`)
  }
  const missing = LANGUAGES.filter((code) => !lang.includes(code))
  if (missing.length > 0) {
    return missing.map((code) => `the language "${code}" is missing in "lang"`)
  }
  const texts = new Map<Language, Texts>()
  for (const code of LANGUAGES) {
    try {
      const read = readTexts(folder, code)
      if (!read) return [`lang/${code}.json is missing`]
      texts.set(code, read)
    } catch (error) {
      return [(error as Error).message]
    }
  }
  return dictionaryProblems(id, texts, files, [
    ...(owner.permissions ?? []).map(({ label }) => label),
    ...(owner.menu ?? []).flatMap(({ createLabel = [] }) => createLabel),
    ...columnLabels(folder),
    ...tableLabels(owner),
    ...(owner.labels ?? []),
  ])
}

/** What is wrong with the texts of an owner, given the source that uses them. */
export function dictionaryProblems(
  id: string,
  texts: Map<Language, Texts>,
  files: readonly SourceFile[],
  labels?: readonly string[]
): string[] {
  const keys = new Set([...texts.values()].flatMap((each) => [...each.keys()]))
  return [
    ...[...keys].flatMap((key) => keyProblems(id, key, texts)),
    ...usedKeys(id, files)
      .filter(({ key }) => !keys.has(key))
      .map(({ key, file }) => `${file} uses "${key}", which lang/en.json lacks; add it`),
    ...unusedKeys(id, keys, files, labels).map((key) => `"${key}" is used by nothing; remove it`),
  ]
}

function keyProblems(id: string, key: string, texts: Map<Language, Texts>): string[] {
  if (key.startsWith(`${id}.`)) return [`"${key}": write keys without "${id}." in front`]
  const problems: string[] = []
  const parameters = new Map<string, Language>()
  for (const [code, each] of texts) {
    const text = each.get(key)
    if (text === undefined) problems.push(`lang/${code}.json lacks "${key}"; translate it`)
    else if (text.trim() === '') problems.push(`lang/${code}.json: "${key}" is empty`)
    else {
      try {
        parameters.set(paramsOf(text).join(', '), code)
      } catch (error) {
        problems.push(`lang/${code}.json: "${key}" is no ICU message: ${(error as Error).message}`)
      }
    }
  }
  if (parameters.size > 1) {
    problems.push(
      `"${key}" has other parameters in one language than in another: ${[...parameters]
        .map(([names, code]) => `${code}: ${names || 'none'}`)
        .join(' / ')}`
    )
  }
  return problems
}

interface Part {
  type: number
  value?: string
  options?: Record<string, { value: Part[] }>
}

/** Kinds of parts without a name of their own: plain text and the `#` of a plural. */
const NAMELESS = new Set([0, 7])

/** Names of the values that a text asks for, sorted. @throws SyntaxError when it is no ICU message */
function paramsOf(text: string): string[] {
  const parts = new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst() as Part[]
  const names = new Set<string>()
  const collect = (list: Part[]) => {
    for (const { type, value, options } of list) {
      if (!NAMELESS.has(type) && value) names.add(value)
      for (const option of Object.values(options ?? {})) collect(option.value)
    }
  }
  collect(parts)
  return [...names].sort()
}

/** Keys of the module's own texts that its source names in full, without the module in front. */
function usedKeys(id: string, files: readonly SourceFile[]): { key: string; file: string }[] {
  return files.flatMap(({ file, source }) => {
    return [...named(source, /\btranslate\(\s*[^,()]*(?:\([^()]*\))?\s*,\s*'([\w.-]+)'/g)]
      .filter((key) => key.startsWith(`${id}.`))
      .map((key) => key.slice(id.length + 1))
      .concat(...byComposable(source, id), ...byTemplate(source, file))
      .map((key) => ({ key, file }))
  })
}

/** Every `say('…')` of a template of papers. */
const byTemplate = (source: string, file: string) =>
  file.endsWith('.edge') ? named(source, /\bsay\(\s*'([\w.-]+)'/g) : []

/** `const text = useText('jobcards')`, `const say = wordsOf(language, 'jobcards')`, and every `text('…')` behind it. */
function byComposable(source: string, id: string): string[] {
  const made = `(?:useText\\(|wordsOf\\([^()]*(?:\\([^()]*\\))?,)\\s*'${id}'\\s*\\)`
  const names = named(source, new RegExp(`const (\\w+) = ${made}`, 'g'))
  return names.flatMap((name) => named(source, new RegExp(`\\b${name}\\(\\s*'([\\w.-]+)'`, 'g')))
}

const named = (source: string, pattern: RegExp) =>
  [...source.matchAll(pattern)].map(([, key]) => key)
