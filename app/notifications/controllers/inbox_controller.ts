import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import type { Language } from '../../lang/declaration.ts'
import { readerLanguage } from '../../lang/reader_language.ts'
import { listInput, runList } from '../../lists/main.ts'
import { runsAtHand } from '../../runs/own_runs.ts'
import { reasonLine } from '../reason_words.ts'
import { INBOX, type InboxRow, markRead, muteRecord, unreadCount } from '../inbox.ts'
import { muteValidator, readValidator } from '../validators.ts'

/** What concerns the reader. */
export default class InboxController {
  async index(ctx: HttpContext) {
    const list = await runList(ctx.scope, INBOX, await listInput(ctx))
    const language = readerLanguage(ctx)
    const rows = list.rows.map((row) => ({ ...row, line: lineOf(row, language) }))
    return reply(ctx).list('kernel::inbox', { ...list, rows })
  }

  async count(ctx: HttpContext) {
    const work = await runsAtHand(ctx.scope, sayTo(ctx))
    return { data: { unread: await unreadCount(ctx.scope), work } }
  }

  async read(ctx: HttpContext) {
    await markRead(ctx.scope, await ctx.request.validateUsing(readValidator))
    return ctx.response.noContent()
  }

  async mute(ctx: HttpContext) {
    await muteRecord(ctx.scope, await ctx.request.validateUsing(muteValidator))
    return ctx.response.noContent()
  }
}

/** What is told for a reason of a module; those of the kernel are said by the page. */
function lineOf({ reason, actor, title }: InboxRow, language: Language): string | null {
  if (!reason.includes('.')) return null
  return reasonLine(language, reason, { who: actor ?? 'Karkhana', what: title })
}
