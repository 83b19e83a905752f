import type { HttpContext } from '@adonisjs/core/http'
import { translate } from '@karkhana/kernel'
import { reply } from '@karkhana/kernel/http'
import { listInput, runList } from '@karkhana/kernel/lists'
import { asPaise } from '@karkhana/kernel/money'
import type { Posted } from '../contracts.ts'
import { entriesList } from '../lists/entries.ts'
import { getEntry } from '../services/entries.ts'
import { postManual, reverseManual } from '../services/manual_journal.ts'
import { currentLock } from '../services/periods.ts'
import { journalValidator, reversalValidator } from '../validators/accounting.ts'

/** The journal. */
export default class EntriesController {
  async index(ctx: HttpContext) {
    const list = await runList(ctx.scope, entriesList, await listInput(ctx))
    return reply(ctx).list('accounting::entries/index', list)
  }

  async show(ctx: HttpContext) {
    const entry = await getEntry(ctx.scope, ctx.params.id)
    return reply(ctx).record('accounting::entries/show', entry, { today: ctx.scope.today() })
  }

  async create(ctx: HttpContext) {
    const lock = await currentLock(ctx.scope)
    return reply(ctx).page('accounting::entries/form', {
      today: ctx.scope.today(),
      lockedUntil: lock?.lockedUntil ?? null,
    })
  }

  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(journalValidator)
    const lines = input.lines.map((line) => ({
      ...line,
      debit: asPaise(line.debit ?? 0),
      credit: asPaise(line.credit ?? 0),
    }))
    const posted = await postManual(ctx.scope, { ...input, lines })
    return this.#saved(ctx, 'posted', posted)
  }

  async reverse(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(reversalValidator)
    const posted = await reverseManual(ctx.scope, ctx.params.id, input)
    return this.#saved(ctx, 'reversed', posted)
  }

  async #saved(ctx: HttpContext, what: 'posted' | 'reversed', { entryId, number }: Posted) {
    const entry = await getEntry(ctx.scope, entryId)
    const message = translate(ctx.scope.language, `accounting.saved.${what}`, { number })
    const to = `/accounting/entries/${entryId}`
    return reply(ctx).saved(entry, { to, message, created: true })
  }
}
