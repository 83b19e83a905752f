import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '@karkhana/kernel/http'
import { listInput, runList } from '@karkhana/kernel/lists'
import { statementList } from '../lists/statements.ts'
import { makeStatement, statementMonths } from '../services/statements.ts'
import { statementValidator } from '../validators/statement.ts'

/** Statements of a month, to be printed. */
export default class StatementsController {
  async index(ctx: HttpContext) {
    const list = await runList(ctx.scope, statementList, await listInput(ctx))
    return reply(ctx).list('sms-gateway::statements', list, {
      months: statementMonths(ctx.scope),
    })
  }

  async store(ctx: HttpContext) {
    const { month } = await ctx.request.validateUsing(statementValidator)
    const statement = await makeStatement(ctx.scope, month)
    return reply(ctx).saved(statement, {
      to: '/sms-gateway/statements',
      message: 'The statement is ready to be printed.',
      created: true,
    })
  }
}
