import type { HttpContext } from '@adonisjs/core/http'
import { judgePassword } from '../services/password_strength.ts'
import { addressOf, throttle, type ThrottleRule } from '../services/throttle.ts'
import { strengthValidator } from '../validators/sign_in.ts'

const SECOND = 1000

/** More than anybody types. */
const RULE: ThrottleRule = {
  name: 'password_strength',
  free: 150,
  window: 60 * SECOND,
  pause: 5 * SECOND,
  longest: 30 * SECOND,
  rest: 60 * SECOND,
}

/** How good a password would be, while somebody types it. Nothing of it is kept. */
export default class PasswordStrengthController {
  async show(ctx: HttpContext) {
    const { password, words } = await ctx.request.validateUsing(strengthValidator)
    await throttle(RULE, addressOf(ctx))
    const own = (words ?? []).filter((word) => word !== null)
    return ctx.response.header('cache-control', 'no-store').send({
      data: await judgePassword(password, own),
    })
  }
}
