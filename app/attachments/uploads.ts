import { v7 as uuidv7 } from 'uuid'
import { NotFoundError } from '../errors.ts'
import type { OpenedRecord } from '../records/open_record.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import Attachment from './attachment.ts'
import { findAttachment } from './attachments.ts'
import { FileIncompleteError, FilesFullError, FileTooLargeError } from './errors.ts'
import { FILE_BYTES, prepareFile } from './prepare_file.ts'

/** Bytes of every part of a file but the last. */
export const PART_BYTES = 512 * 1024
/** Files that one record may have. */
const FILES = 200

/** A file on its way: which parts have arrived, so that the others can be sent again. */
export interface Upload {
  id: string
  partBytes: number
  parts: number
  received: number[]
  done: boolean
}

/**
 * Announces a file; its parts follow one by one, in any order.
 * @throws FileTooLargeError, FilesFullError
 */
export async function beginUpload(
  scope: Scope,
  record: OpenedRecord,
  { name, bytes }: { name: string; bytes: number }
): Promise<Upload> {
  if (bytes > FILE_BYTES) throw new FileTooLargeError(FILE_BYTES)
  return scope.work(async (unit) => {
    const [{ count }] = await unit.rows<{ count: number }>(
      `select count(*)::int as count from attachments
        where record_table = ? and record_id = ? and deleted_at is null`,
      [record.table, record.id]
    )
    if (count >= FILES) throw new FilesFullError(FILES)
    const attachment = await Attachment.create({
      moduleId: record.module,
      recordTable: record.table,
      recordId: record.id,
      authorKind: scope.actor.kind,
      authorId: scope.actor.id,
      authorMemberId: scope.actor.memberId,
      name: plainName(name),
      type: '',
      bytes,
      state: 'uploading',
    })
    return uploadOf(unit, attachment)
  })
}

/** How far a file is. @throws NotFoundError */
export async function readUpload(scope: Scope, record: OpenedRecord, id: string): Promise<Upload> {
  return scope.read(async (unit) => uploadOf(unit, await ownUpload(scope, record, id)))
}

/**
 * Keeps a part; the same part sent again replaces it.
 * @throws NotFoundError, FileIncompleteError when it has not the size that its place asks for
 */
export async function storePart(
  scope: Scope,
  record: OpenedRecord,
  id: string,
  { part, content }: { part: number; content: Buffer }
): Promise<Upload> {
  return scope.work(async (unit) => {
    const attachment = await ownUpload(scope, record, id)
    const size = Math.min(PART_BYTES, attachment.bytes - part * PART_BYTES)
    if (attachment.state === 'uploading') {
      if (content.length !== size) throw new FileIncompleteError([part])
      await unit.rows(
        `insert into attachment_parts (organisation_id, id, attachment_id, part, content)
         values (?, ?, ?, ?, ?)
         on conflict (organisation_id, attachment_id, part) do update set content = excluded.content`,
        [scope.organisationId, uuidv7(), attachment.id, part, content]
      )
    }
    return uploadOf(unit, attachment)
  })
}

/**
 * Puts the parts together, looks at what the file is and keeps it. A file that is refused leaves nothing behind;
 * asked again after it was kept, nothing changes.
 * @throws NotFoundError, FileIncompleteError, FileTypeError, PictureUnreadableError
 */
export async function finishUpload(scope: Scope, record: OpenedRecord, id: string): Promise<void> {
  const { attachment, bytes } = await scope.read(async (unit) => {
    const found = await ownUpload(scope, record, id)
    return { attachment: found, bytes: await joined(unit, found) }
  })
  if (!bytes) return
  const prepared = await prepareFile(bytes, attachment.name).catch(async (error: unknown) => {
    await scope.work((unit) => unit.from('attachments').where('id', attachment.id).delete())
    throw error
  })
  await scope.work(async (unit) => {
    await unit.rows(
      `update attachments set state = 'kept', type = ?, bytes = ?, content = ?, thumbnail = ?
        where organisation_id = ? and id = ? and state = 'uploading'`,
      [
        prepared.type,
        prepared.content.length,
        prepared.content,
        prepared.thumbnail,
        scope.organisationId,
        attachment.id,
      ]
    )
    await unit.from('attachment_parts').where('attachment_id', attachment.id).delete()
  })
}

/** Whoever announced a file sends its parts. */
async function ownUpload(scope: Scope, record: OpenedRecord, id: string): Promise<Attachment> {
  const attachment = await findAttachment(record, id)
  const { kind, id: actorId } = scope.actor
  if (attachment.authorKind !== kind || attachment.authorId !== actorId) {
    throw new NotFoundError('file')
  }
  return attachment
}

async function uploadOf(unit: Unit, { id, bytes, state }: Attachment): Promise<Upload> {
  const rows = await unit.rows<{ part: number }>(
    'select part from attachment_parts where attachment_id = ? order by part',
    [id]
  )
  return {
    id,
    partBytes: PART_BYTES,
    parts: Math.ceil(bytes / PART_BYTES),
    received: rows.map(({ part }) => part),
    done: state === 'kept',
  }
}

/** All bytes; `null` when the file is kept already. @throws FileIncompleteError */
async function joined(unit: Unit, attachment: Attachment): Promise<Buffer | null> {
  if (attachment.state === 'kept') return null
  const rows = await unit.rows<{ part: number; content: Buffer }>(
    'select part, content from attachment_parts where attachment_id = ? order by part',
    [attachment.id]
  )
  const arrived = new Set(rows.map(({ part }) => part))
  const missing = [...Array(Math.ceil(attachment.bytes / PART_BYTES)).keys()].filter(
    (part) => !arrived.has(part)
  )
  if (missing.length > 0) throw new FileIncompleteError(missing)
  return Buffer.concat(rows.map(({ content }) => content))
}

/** A name without folders and without characters that mean something to a file system or a header. */
function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  // eslint-disable-next-line no-control-regex
  const plain = last.replace(/[\u0000-\u001f\u007f"<>|*?:]/g, '').trim()
  return plain.slice(-200) || 'file'
}
