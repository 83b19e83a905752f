import { activeMembers } from '../identity/services/members.ts'
import { lockForUpdate } from '../database/locks.ts'
import { NotFoundError } from '../errors.ts'
import { notifyMembers } from '../notifications/notify.ts'
import type { OpenedRecord } from '../records/open_record.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import Comment from './comment.ts'
import { CommentOfAnotherError, MentionUnknownError } from './errors.ts'
import './events.ts'

/** What is written, and who is named by it. */
export interface CommentInput {
  body: string
  /** Memberships of active members. */
  mentions?: string[]
}

/**
 * Writes a comment; each member it names is told once (`kernel.comment_mentioned@1`).
 * @throws MentionUnknownError
 */
export async function writeComment(
  scope: Scope,
  record: OpenedRecord,
  { body, mentions = [] }: CommentInput
): Promise<Comment> {
  return scope.work(async (unit) => {
    await ensureMembers(scope, mentions)
    const comment = await Comment.create({
      moduleId: record.module,
      recordTable: record.table,
      recordId: record.id,
      authorKind: scope.actor.kind,
      authorId: scope.actor.id,
      authorMemberId: scope.actor.memberId ?? null,
      body,
      mentions: [...new Set(mentions)],
    })
    await tellMentioned(unit, comment, comment.mentions)
    // the database counts the version
    return comment.refresh()
  })
}

/**
 * Changes an own comment. Members who were not named before are told.
 * @throws NotFoundError, VersionConflictError, CommentOfAnotherError, MentionUnknownError
 */
export async function editComment(
  scope: Scope,
  record: OpenedRecord,
  id: string,
  { body, mentions = [], version }: CommentInput & { version?: number }
): Promise<Comment> {
  return scope.work(async (unit) => {
    const comment = await ownComment(scope, record, id, version)
    if (comment.deletedAt) throw new NotFoundError('comment')
    await ensureMembers(scope, mentions)
    const before = comment.mentions
    comment.merge({ body, mentions: [...new Set(mentions)], editedAt: scope.now() })
    await comment.save()
    const added = comment.mentions.filter((member) => !before.includes(member))
    await tellMentioned(unit, comment, added)
    return comment.refresh()
  })
}

/**
 * Takes an own comment away, or back again within 30 days.
 * @throws NotFoundError, CommentOfAnotherError
 */
export async function setCommentDeleted(
  scope: Scope,
  record: OpenedRecord,
  id: string,
  deleted: boolean
): Promise<Comment> {
  return scope.work(async () => {
    const comment = await ownComment(scope, record, id)
    if (Boolean(comment.deletedAt) !== deleted) {
      comment.deletedAt = deleted ? scope.now() : null
      await comment.save()
    }
    return comment
  })
}

async function ownComment(scope: Scope, record: OpenedRecord, id: string, version?: number) {
  const comment = await lockForUpdate(Comment, id, { version, what: 'comment' })
  if (comment.recordTable !== record.table || comment.recordId !== record.id) {
    throw new NotFoundError('comment')
  }
  const { memberId } = scope.actor
  if (!memberId || comment.authorMemberId !== memberId) throw new CommentOfAnotherError()
  return comment
}

async function ensureMembers(scope: Scope, ids: string[]) {
  if (ids.length === 0) return
  const known = new Set((await activeMembers(scope)).map(({ id }) => id))
  if (!ids.every((id) => known.has(id))) throw new MentionUnknownError()
}

/** Whoever names themselves knows it already. */
async function tellMentioned(unit: Unit, comment: Comment, members: string[]) {
  const { actor } = unit.scope
  await notifyMembers(unit, {
    reason: 'mentioned',
    members,
    record: { table: comment.recordTable, id: comment.recordId },
  })
  for (const memberId of members.filter((id) => id !== actor.memberId)) {
    await unit.emit(
      'kernel.comment_mentioned@1',
      {
        commentId: comment.id,
        table: comment.recordTable,
        recordId: comment.recordId,
        memberId,
        by: actor.name,
      },
      { record: comment.recordId }
    )
  }
}
