import type { HttpContext } from '@adonisjs/core/http'
import type { Language } from '../lang/declaration.ts'

const LANGUAGES: Language[] = ['en', 'hi']

/** The language of somebody without an account: `?lang=`, else what the browser asks for, else English. */
export function languageOf({ request }: HttpContext): Language {
  const wanted: unknown = request.qs().lang
  const chosen = LANGUAGES.find((language) => language === wanted)
  return chosen ?? ((request.language(LANGUAGES) as Language | null) || 'en')
}
