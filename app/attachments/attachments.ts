import { NotFoundError } from '../errors.ts'
import type { OpenedRecord } from '../records/open_record.ts'
import type { Scope } from '../tenancy/scope.ts'
import Attachment, { ATTACHMENT_COLUMNS } from './attachment.ts'
import { FileOfAnotherError } from './errors.ts'

/**
 * A file of the record, on its way or kept, also one that was removed; in the open unit.
 * @throws NotFoundError
 */
export async function findAttachment(
  { table, id: recordId }: OpenedRecord,
  id: string,
  { lock = false } = {}
): Promise<Attachment> {
  if (!UUID.test(id)) throw new NotFoundError('file')
  const query = Attachment.query().where({ id, recordTable: table, recordId })
  query.select(ATTACHMENT_COLUMNS)
  const attachment = await (lock ? query.forUpdate() : query).first()
  if (!attachment) throw new NotFoundError('file')
  return attachment
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A file with its bytes. */
export interface KeptFile {
  name: string
  type: string
  content: Buffer
}

/**
 * What a kept file holds, whole or as a small picture.
 * @throws NotFoundError also when it was removed, or erased with the person it was about
 */
export async function readAttachment(
  scope: Scope,
  record: OpenedRecord,
  id: string,
  what: 'content' | 'thumbnail' = 'content'
): Promise<KeptFile> {
  return scope.read(async (unit) => {
    const { name, type, state, deletedAt } = await findAttachment(record, id)
    const [row] = await unit.rows<{ bytes: Buffer | null }>(
      `select ${what} as bytes from attachments where id = ?`,
      [id]
    )
    if (state !== 'kept' || deletedAt || !row?.bytes) throw new NotFoundError('file')
    return { name, type: what === 'thumbnail' ? 'image/webp' : type, content: row.bytes }
  })
}

/**
 * Removes a file, or brings it back within 30 days: the own one, or with `kernel.attachment.remove` anybody's.
 * @throws NotFoundError, FileOfAnotherError
 */
export async function setAttachmentDeleted(
  scope: Scope,
  record: OpenedRecord,
  id: string,
  deleted: boolean
): Promise<Attachment> {
  return scope.work(async () => {
    const attachment = await findAttachment(record, id, { lock: true })
    if (!mayRemove(scope, attachment.authorMemberId)) throw new FileOfAnotherError()
    if (attachment.state !== 'kept') throw new NotFoundError('file')
    if (Boolean(attachment.deletedAt) !== deleted) {
      attachment.deletedAt = deleted ? scope.now() : null
      await attachment.save()
    }
    return attachment
  })
}

/** Whether the reader may remove what this member attached. */
export function mayRemove(scope: Scope, memberId: string | null): boolean {
  if (scope.can('kernel.attachment.remove')) return true
  return memberId !== null && memberId === scope.actor.memberId
}
