import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '@karkhana/kernel/http'
import { ACCOUNT_GROUPS } from '../chart/groups.ts'
import { trialBalance } from '../services/trial_balance.ts'
import { trialBalanceValidator } from '../validators/accounting.ts'

/** The net balance of every account at the end of a day. */
export default class TrialBalanceController {
  async show(ctx: HttpContext) {
    const { date } = await trialBalanceValidator.validate(ctx.request.qs())
    const balance = await trialBalance(ctx.scope, date ?? ctx.scope.today())
    return reply(ctx).record('accounting::trial_balance', balance, { groups: ACCOUNT_GROUPS })
  }
}
