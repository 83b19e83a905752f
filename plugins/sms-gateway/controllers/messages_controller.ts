import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '@karkhana/kernel/http'
import { listInput } from '@karkhana/kernel/lists'
import { listSms } from '@karkhana/kernel/sms'
import { lastBalance } from '../services/balance.ts'
import { LOG } from '../settings.ts'

/** What went through the gateway. */
export default class MessagesController {
  async index(ctx: HttpContext) {
    const list = await listSms(ctx.scope, LOG, await listInput(ctx))
    return reply(ctx).list('sms-gateway::index', list, {
      balance: await lastBalance(ctx.scope),
    })
  }
}
