import { v7 as uuidv7 } from 'uuid'
import { NotFoundError, RuleError } from '../errors.ts'
import type { OpenedRecord } from '../records/open_record.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import Attachment from './attachment.ts'
import { findAttachment } from './attachments.ts'
import { FileTooLargeError } from '../files/inspect/errors.ts'
import { plainName } from '../files/inspect/name.ts'
import { prepareFile, type PreparedFile } from '../files/inspect/prepare_file.ts'
import { PREVIEW_SIDE } from '../files/inspect/picture.ts'
import { ensureRoom, inLineForRoom } from '../files/quota.ts'
import { fileScanner } from '../files/scanner.ts'
import { tellingOfRoom } from '../files/tell_of_room.ts'
import { discardFile, keepFile, storeFile } from '../files/store_file.ts'
import { FileIncompleteError, FilesFullError } from './errors.ts'
import makePreview from './jobs/make_preview.ts'
import scanAttachment from './jobs/scan_attachment.ts'
import { ATTACHMENTS, PURPOSE } from './policy.ts'

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
 * @throws FileTooLargeError, FilesFullError, FileQuotaError
 */
export async function beginUpload(
  scope: Scope,
  record: OpenedRecord,
  { name, bytes }: { name: string; bytes: number }
): Promise<Upload> {
  const { maxBytes } = ATTACHMENTS
  if (bytes > maxBytes) throw new FileTooLargeError(maxBytes)
  const begin = async (unit: Unit) => {
    await inLineForRoom(unit)
    await ensureRoom(unit, bytes + (await bytesOnTheirWay(unit)))
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
  }
  return tellingOfRoom(scope, () => scope.work(begin))
}

/** What others have announced takes room already: its parts lie here before anybody counts them. */
async function bytesOnTheirWay(unit: Unit): Promise<number> {
  const [{ bytes }] = await unit.rows<{ bytes: number }>(
    `select coalesce(sum(bytes), 0)::float8 as bytes from attachments
      where organisation_id = ? and state = 'uploading'`,
    [unit.scope.organisationId]
  )
  return bytes
}

/** How far a file is. @throws NotFoundError */
export async function readUpload(scope: Scope, record: OpenedRecord, id: string): Promise<Upload> {
  return scope.read(async (unit) => uploadOf(unit, await ownUpload(scope, record, id)))
}

/** Forgets a file that is on its way, its parts with it; one that was kept meanwhile stays. @throws NotFoundError */
export async function cancelUpload(scope: Scope, record: OpenedRecord, id: string): Promise<void> {
  await scope.work(async (unit) => {
    const { id: own } = await ownUpload(scope, record, id)
    await unit.from('attachments').where({ id: own, state: 'uploading' }).delete()
  })
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
    // Whoever puts it together meanwhile waits, or is waited for: no part is left behind
    const attachment = await ownUpload(scope, record, id, 'share')
    const size = Math.min(PART_BYTES, attachment.bytes - part * PART_BYTES)
    if (attachment.state === 'uploading') {
      if (size <= 0 || content.length !== size) throw new FileIncompleteError([part])
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
 * Puts the parts together, looks at what the file is and keeps it; with a virus scanner it is looked at by that first.
 * A file that is refused leaves nothing behind; asked again after it was kept, nothing changes.
 * @throws NotFoundError, FileIncompleteError, FileQuotaError, FileStoreError, and what prepareFile throws
 */
export async function finishUpload(scope: Scope, record: OpenedRecord, id: string): Promise<void> {
  const { attachment, bytes } = await scope.read(async (unit) => {
    const found = await ownUpload(scope, record, id)
    return { attachment: found, bytes: await joined(unit, found) }
  })
  if (!bytes) return
  try {
    const prepared = await prepareFile(bytes, attachment.name, ATTACHMENTS)
    await keepPrepared(scope, attachment.id, prepared)
  } catch (error) {
    if (error instanceof RuleError) {
      await scope.work((unit) =>
        unit.from('attachments').where({ id: attachment.id, state: 'uploading' }).delete()
      )
    }
    throw error
  }
}

/** Bytes first, then the row that names them: a crash in between leaves what the sweep takes away. */
async function keepPrepared(scope: Scope, id: string, prepared: PreparedFile) {
  const { name, type, content, thumbnail, side } = prepared
  const file = await storeFile(scope, { purpose: PURPOSE, type, content })
  let small: { id: string } | null = null
  let taken = false
  try {
    small = thumbnail && (await storeFile(scope, thumbnailOf(thumbnail)))
    taken = await scope.work(async (unit) => {
      const scanned = fileScanner() !== null
      const rows = await unit.rows(
        `update attachments
            set state = ?, name = ?, type = ?, bytes = ?, file_id = ?, thumbnail_id = ?
          where organisation_id = ? and id = ? and state = 'uploading' returning id`,
        [
          scanned ? 'scanning' : 'kept',
          name,
          type,
          content.length,
          file.id,
          small?.id ?? null,
          scope.organisationId,
          id,
        ]
      )
      if (rows.length === 0) return false
      for (const each of [file, small]) {
        if (each) await keepFile(unit, each.id, { table: 'attachments', id })
      }
      await unit.from('attachment_parts').where('attachment_id', id).delete()
      if (scanned) await unit.dispatch(scanAttachment, { attachmentId: id })
      if (side > PREVIEW_SIDE) await unit.dispatch(makePreview, { attachmentId: id })
      return true
    })
  } finally {
    // Somebody else has finished it, or it could not be kept
    if (!taken) await discardFile(scope, file.id, small?.id)
  }
}

const thumbnailOf = (content: Buffer) => ({
  purpose: `${PURPOSE}_thumbnail`,
  type: 'image/webp',
  content,
})

/** Whoever announced a file sends its parts. */
async function ownUpload(
  scope: Scope,
  record: OpenedRecord,
  id: string,
  lock?: 'share'
): Promise<Attachment> {
  const attachment = await findAttachment(record, id, { lock })
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
    done: state !== 'uploading',
  }
}

/** All bytes; `null` when the file is kept already. @throws FileIncompleteError */
async function joined(unit: Unit, attachment: Attachment): Promise<Buffer | null> {
  if (attachment.state !== 'uploading') return null
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
