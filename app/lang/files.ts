import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from './declaration.ts'
import { TextFileError } from './errors.ts'

/** The texts of one language of a module, by key without the module: `survey.question`. */
export type Texts = ReadonlyMap<string, string>

/**
 * Reads `lang/<language>.json` below `folder`, or that of another folder than `lang`; `null` when there is none.
 * Objects within objects are keys with dots.
 * @throws TextFileError
 */
export function readTexts(folder: string, language: Language, below = 'lang'): Texts | null {
  const name = join(below, `${language}.json`)
  const file = join(folder, name)
  if (!existsSync(file)) return null
  try {
    return new Map(flat(JSON.parse(readFileSync(file, 'utf8')), '', name))
  } catch (error) {
    throw error instanceof TextFileError ? error : new TextFileError(name, (error as Error).message)
  }
}

function flat(value: unknown, path: string, file: string): [string, string][] {
  if (typeof value === 'string' && path !== '') return [[path, value]]
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TextFileError(file, `${path || 'the file'} is no text and no object of texts`)
  }
  return Object.entries(value).flatMap(([key, each]) =>
    flat(each, path === '' ? key : `${path}.${key}`, file)
  )
}
