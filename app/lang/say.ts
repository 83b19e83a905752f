import type { HttpContext } from '@adonisjs/core/http'
import { readerLanguage } from './reader_language.ts'
import { labelIn } from './translate.ts'

/** A label of an owner (a module, or `kernel`) that source declares in English, as somebody calls it. */
export type Say = (owner: string, label: string) => string

/** As source declares it, in English. */
export const asDeclared: Say = (_owner, label) => label

/** In the language of whoever reads the answer; programs read English. */
export function sayTo(ctx: HttpContext): Say {
  const language = readerLanguage(ctx)
  return (owner, label) => labelIn(language, owner, label)
}
