import type { HttpContext } from '@adonisjs/core/http'
import type {} from '../http/surface.ts'
import type {} from '../links/opened_link.ts'
import { languageOf as languageOfStranger } from '../links/language.ts'
import type { Language } from './declaration.ts'
import { languageOf } from './translate.ts'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** What somebody chose who is known by the session alone, where no page of theirs is opened. */
    chosenLanguage?: Language
  }
}

/**
 * The language an answer is written in: for pages that of the person, of the link that was followed, or what the
 * browser of a stranger asks for. Programs are answered in English, whoever's token they hold.
 */
export function readerLanguage(ctx: HttpContext): Language {
  if (ctx.request.url().startsWith('/api/')) return 'en'
  const user = (ctx.account as HttpContext['account'] | undefined)?.user
  if (user) return languageOf(user)
  if (ctx.chosenLanguage) return ctx.chosenLanguage
  return (ctx.link as HttpContext['link'] | undefined)?.language ?? languageOfStranger(ctx)
}

/** Whose texts an answer is written with: the module below whose address the request is, for all others the kernel. */
export function ownerOf({ route }: HttpContext): string {
  return route?.pattern.split('/')[1] || 'kernel'
}
