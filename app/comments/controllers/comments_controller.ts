import { inject } from '@adonisjs/core'
import { reply } from '../../http/reply.ts'
import type { HttpContext } from '@adonisjs/core/http'
import { activeMembers } from '../../identity/services/members.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { openRecord } from '../../records/open_record.ts'
import type Comment from '../comment.ts'
import { editComment, setCommentDeleted, writeComment } from '../comments.ts'
import { commentChangeValidator, commentValidator } from '../validators.ts'
import { commentView, memberNames } from '../view.ts'

/** Comments of members on a record of any module. Answers are JSON for pages too: nothing is rendered anew. */
@inject()
export default class CommentsController {
  constructor(private registry: ModuleRegistry) {}

  async store(ctx: HttpContext) {
    const record = await this.#record(ctx)
    const input = await ctx.request.validateUsing(commentValidator)
    const comment = await writeComment(ctx.scope, record, input)
    return reply(ctx).made(await this.#view(ctx, comment))
  }

  async update(ctx: HttpContext) {
    const record = await this.#record(ctx)
    const input = await ctx.request.validateUsing(commentChangeValidator)
    const { commentId } = ctx.params as { commentId: string }
    return { data: await this.#view(ctx, await editComment(ctx.scope, record, commentId, input)) }
  }

  async remove(ctx: HttpContext) {
    return this.#setDeleted(ctx, true)
  }

  async restore(ctx: HttpContext) {
    return this.#setDeleted(ctx, false)
  }

  /** Who can be named: everybody who works here. */
  async people(ctx: HttpContext) {
    await openRecord(ctx.scope, this.registry, recordOf(ctx))
    const members = await activeMembers(ctx.scope)
    return { data: members.map(({ id, name }) => ({ id, label: name })) }
  }

  async #setDeleted(ctx: HttpContext, deleted: boolean) {
    const record = await this.#record(ctx)
    const { commentId } = ctx.params as { commentId: string }
    const comment = await setCommentDeleted(ctx.scope, record, commentId, deleted)
    return { data: { id: comment.id, deleted: comment.deletedAt !== null } }
  }

  #record(ctx: HttpContext) {
    return openRecord(ctx.scope, this.registry, recordOf(ctx), { write: true })
  }

  #view({ scope }: HttpContext, comment: Comment) {
    return scope.read(async (unit) => {
      const members = await memberNames(unit, comment.mentions)
      const { id, body, mentions, editedAt, authorMemberId: memberId, version } = comment
      const row = { id, body, mentions, editedAt: editedAt?.toISO() ?? null, memberId, version }
      const at = comment.createdAt.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS'000'")
      return commentView(scope, { at, row }, scope.actor.name, members)
    })
  }
}

function recordOf({ params }: HttpContext) {
  return { table: params.table as string, id: params.id as string }
}
