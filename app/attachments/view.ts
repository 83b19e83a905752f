import { nameActors, whoText } from '../audit/who.ts'
import type { AttachmentView } from '../http/page_types.ts'
import type { OpenedRecord } from '../records/open_record.ts'
import type { RawLine } from '../timeline/sources.ts'
import type { Scope } from '../tenancy/scope.ts'
import { mayRemove } from './attachments.ts'

interface FileRow {
  id: string
  name: string
  type: string
  bytes: number
  memberId: string | null
  pictured: boolean
  state: 'scanning' | 'kept' | 'refused'
  refusal: string | null
}

/** A file as the page shows it. */
export function attachmentView(
  scope: Scope,
  { table, id: recordId }: Pick<OpenedRecord, 'table' | 'id'>,
  { at, row }: Pick<RawLine, 'at' | 'row'>,
  author: string
): AttachmentView {
  const { id, name, type, bytes, memberId, pictured, state, refusal } = row as unknown as FileRow
  const href = `/records/${table}/${recordId}/files/${id}`
  return {
    id,
    at: `${at}Z`,
    name,
    type,
    bytes,
    author,
    href,
    thumbnail: pictured && state === 'kept' ? `${href}/thumbnail` : null,
    preview: pictured && state === 'kept' ? `${href}/preview` : null,
    state,
    refusal,
    removable: mayRemove(scope, memberId),
  }
}

/** The files of a record, newest first; also those that a scanner looks at, or refused. */
export async function listAttachments(
  scope: Scope,
  record: OpenedRecord
): Promise<AttachmentView[]> {
  return scope.read(async (unit) => {
    const rows = await unit.rows<FileRow & { at: string; actorKind: string; actorId: string }>(
      `select id, name, type, bytes, author_member_id as "memberId", (thumbnail_id is not null or thumbnail is not null) as pictured,
              state, refusal,
              author_kind as "actorKind", author_id as "actorId",
              to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at
         from attachments
        where record_table = ? and record_id = ? and state <> 'uploading' and deleted_at is null
        order by created_at desc, id desc limit 200`,
      [record.table, record.id]
    )
    const who = await nameActors(unit, rows)
    return rows.map((row) => {
      const line = { at: row.at, row: row as unknown as RawLine['row'] }
      return attachmentView(scope, record, line, whoText(who(row)))
    })
  })
}
