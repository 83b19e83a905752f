import { NotFoundError } from '../errors.ts'
import { fileLink } from '../files/links.ts'
import { STORED_FILE, type StoredFile } from '../files/stored_file.ts'
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
  { lock }: { lock?: 'share' | 'update' } = {}
): Promise<Attachment> {
  if (!UUID.test(id)) throw new NotFoundError('file')
  const query = Attachment.query().where({ id, recordTable: table, recordId })
  query.select(ATTACHMENT_COLUMNS)
  if (lock === 'share') query.forShare()
  else if (lock) query.forUpdate()
  const attachment = await query.first()
  if (!attachment) throw new NotFoundError('file')
  return attachment
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Which picture of a file is meant, or the file itself. */
export type Rendition = 'content' | 'thumbnail' | 'preview'

/** A kept file and where its bytes are: stored, or still in its row. */
export interface KeptFile {
  name: string
  type: string
  stored: StoredFile | null
  content: Buffer | null
}

/**
 * A kept file, or a smaller picture of it; of what has no preview the file itself.
 * @throws NotFoundError also when it was removed, or erased with the person it was about
 */
export async function readAttachment(
  scope: Scope,
  record: OpenedRecord,
  id: string,
  what: Rendition = 'content'
): Promise<KeptFile> {
  return scope.read(async (unit) => {
    const attachment = await findAttachment(record, id)
    const { name, type, state, deletedAt, fileId, thumbnailId, previewId } = attachment
    if (state !== 'kept' || deletedAt) throw new NotFoundError('file')
    const held = { content: fileId, thumbnail: thumbnailId, preview: previewId ?? fileId }[what]
    if (held) {
      const [stored] = await unit.rows<StoredFile>(
        `select ${STORED_FILE} from stored_files where organisation_id = ? and id = ? and state = 'kept'`,
        [scope.organisationId, held]
      )
      if (!stored) throw new NotFoundError('file')
      return { name, type: stored.type, stored, content: null }
    }
    const column = what === 'thumbnail' ? 'thumbnail' : 'content'
    const [row] = await unit.rows<{ bytes: Buffer | null }>(
      `select ${column} as bytes from attachments where organisation_id = ? and id = ?`,
      [scope.organisationId, id]
    )
    if (!row?.bytes) throw new NotFoundError('file')
    const kind = column === 'thumbnail' ? 'image/webp' : type
    return { name, type: kind, stored: null, content: row.bytes }
  })
}

/**
 * A signed link to a kept file, for a program without a session.
 * @throws NotFoundError
 */
export async function linkAttachment(scope: Scope, record: OpenedRecord, id: string) {
  const { name, stored } = await readAttachment(scope, record, id)
  if (!stored) throw new NotFoundError('file')
  return fileLink(scope, stored.id, name, { record })
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
    const attachment = await findAttachment(record, id, { lock: 'update' })
    if (!mayRemove(scope, attachment.authorMemberId)) throw new FileOfAnotherError()
    if (attachment.state === 'uploading') throw new NotFoundError('file')
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
