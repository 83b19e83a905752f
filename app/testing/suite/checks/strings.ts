import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ModuleCheck } from '../check.ts'
import type { ModuleUnderTest } from '../module_under_test.ts'

/** A module that brings languages brings all of them. */
const LANGUAGES = ['en', 'hi'] as const

export const STRINGS: ModuleCheck[] = [
  {
    id: 'strings.complete',
    title: 'every string exists in every language, with the same parameters',
    run: (module) => Promise.resolve(stringProblems(module)),
  },
]

function stringProblems({ folder, manifest }: ModuleUnderTest): string[] {
  const folderExists = existsSync(join(folder, 'lang'))
  if (manifest.lang.length === 0) {
    return folderExists
      ? ["lang/ exists, but the manifest names no \"lang\": add ['en', 'hi']"]
      : []
  }
  const missing = LANGUAGES.filter((code) => !manifest.lang.includes(code))
  if (missing.length > 0) {
    return missing.map((code) => `the language "${code}" is missing in "lang"`)
  }
  const texts = new Map<string, Map<string, string>>()
  for (const code of LANGUAGES) {
    const file = join(folder, 'lang', `${code}.json`)
    if (!existsSync(file)) return [`lang/${code}.json is missing`]
    texts.set(code, flatten(JSON.parse(readFileSync(file, 'utf8')) as object))
  }
  const keys = new Set([...texts.values()].flatMap((each) => [...each.keys()]))
  return [...keys].flatMap((key) => keyProblems(key, texts))
}

function keyProblems(key: string, texts: Map<string, Map<string, string>>): string[] {
  const problems: string[] = []
  const parameters = new Set<string>()
  for (const [code, each] of texts) {
    const text = each.get(key)
    if (text === undefined) problems.push(`lang/${code}.json lacks "${key}"; translate it`)
    else if (text.trim() === '') problems.push(`lang/${code}.json: "${key}" is empty`)
    else {
      parameters.add(
        [...text.matchAll(/\{\s*(\w+)/g)]
          .map(([, name]) => name)
          .sort()
          .join()
      )
    }
  }
  if (parameters.size > 1) {
    problems.push(
      `"${key}" has other parameters in one language than in another: ${[...parameters].join(' / ')}`
    )
  }
  return problems
}

function flatten(value: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(value).flatMap(([key, each]): [string, string][] =>
      typeof each === 'object' && each !== null
        ? [...flatten(each as object, `${prefix}${key}.`)]
        : [[`${prefix}${key}`, String(each)]]
    )
  )
}
