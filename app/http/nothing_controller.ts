import type { HttpContext } from '@adonisjs/core/http'
import { KarkhanaError } from '../errors.ts'
import type User from '../identity/models/user.ts'
import { languageOf } from '../lang/translate.ts'
import type {} from '../lang/reader_language.ts'
import { isStateless } from './surface.ts'

/** Every address that no route knows; a route of its own, so that the answer is a page. */
export default class NothingController {
  async show(ctx: HttpContext): Promise<never> {
    await chooseLanguage(ctx)
    throw new KarkhanaError('E_ROUTE_NOT_FOUND', 404, 'This page does not exist.', {
      next: 'Check the link, or go back to the start page.',
    })
  }
}

/**
 * Whoever is signed in reads the answer in the language they chose, by one look-up; nothing else of the session is
 * opened. Where it cannot be looked up the answer stays in that of the browser.
 */
async function chooseLanguage(ctx: HttpContext) {
  if (isStateless(ctx.request.url())) return
  try {
    const guard = ctx.auth.use('web')
    if (await guard.check()) ctx.chosenLanguage = languageOf(guard.user as User)
  } catch (error) {
    ctx.logger.warn({ err: error }, 'the language of the reader is not known')
  }
}
