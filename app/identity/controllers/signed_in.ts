import type { HttpContext } from '@adonisjs/core/http'
import { KarkhanaError } from '../../errors.ts'
import { ensureAlive, identify } from '../../http/middleware/account_middleware.ts'
import type User from '../models/user.ts'

/** The signed-in person of a public page, where there is one whose session counts. */
export async function signedIn(ctx: HttpContext): Promise<User | null> {
  if (!(await ctx.auth.use('web').check())) return null
  try {
    const account = await identify(ctx)
    await ensureAlive(account)
    return account.user
  } catch (error) {
    if (!(error instanceof KarkhanaError) || error.status >= 500) throw error
    Reflect.deleteProperty(ctx, 'account')
    return null
  }
}
