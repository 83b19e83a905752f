import { DateTime } from 'luxon'
import { mayRemove, setAttachmentDeleted } from '../../attachments/attachments.ts'
import { FileOfAnotherError } from '../../attachments/errors.ts'
import { NotFoundError } from '../../errors.ts'
import { labelIn, translate } from '../../lang/translate.ts'
import type { NamedList } from '../../lists/declaration.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import { openRecord } from '../../records/open_record.ts'
import { atReadable, readableRules } from '../../records/readable_rules.ts'
import { recordHref } from '../../records/record_href.ts'
import { LISTED_DAYS } from '../../recently_deleted/sources.ts'
import type { Scope } from '../../tenancy/scope.ts'
import removeFiles from '../jobs/remove_files.ts'
import { kindLabel } from './kind_label.ts'
import type { KeptFileRow } from './views.ts'

/** Name of the list of files at records, for counts, views and actions on many rows. */
export const KEPT_FILES = 'kernel.files'

/** Permission to see what takes the room, and to make room. */
export const MANAGE_FILES = 'kernel.files.manage'

interface Raw {
  id: string
  name: string
  type: string
  bytes: number
  record_table: string
  record_id: string
  created_at: Date
  deleted_at: Date | null
  author_kind: string
  author: string | null
}

/** Every file at a record that the reader may see, the largest first; also the deleted ones that take room still. */
export function keptFiles(scope: Scope, registry: ModuleRegistry): NamedList {
  const rules = readableRules(scope, registry)
  const seen = atReadable(scope, rules, 'a')
  const sql = `select a.id, a.name, a.type, f.bytes, a.record_table, a.record_id, a.created_at, a.deleted_at,
      a.author_kind, u.name as author, case when a.deleted_at is null then 'kept' else 'deleted' end as state
    from attachments a
    join stored_files f on f.organisation_id = a.organisation_id and f.id = a.file_id
    left join users u on u.id::text = a.author_id and a.author_kind = 'user'
   where a.organisation_id = kernel_organisation_id() and ${seen.sql}`
  const say = (label: string) => labelIn(scope.language, 'kernel', label)
  return {
    name: KEPT_FILES,
    label: 'Files',
    permission: MANAGE_FILES,
    from: (unit) =>
      unit.trx
        .from('d')
        .with('d', unit.trx.raw(sql, seen.bindings as never[]))
        .select('d.*'),
    id: 'd.id',
    columns: [
      { key: 'name', label: 'Name', primary: true },
      { key: 'bytes', label: 'Size', kind: 'number' },
      { key: 'kind', label: 'At' },
      { key: 'by', label: 'By', kind: 'person' },
      { key: 'at', label: 'When', kind: 'datetime' },
      { key: 'state', label: 'Status' },
    ],
    search: (query, term) =>
      void query.whereILike('d.name', `%${term.replace(/[\\%_]/g, '\\$&')}%`),
    filters: {
      state: {
        kind: 'choice',
        label: 'Status',
        column: 'd.state',
        options: [
          { value: 'kept', label: say('In use') },
          { value: 'deleted', label: say('Deleted ones') },
        ],
      },
      kind: {
        kind: 'choice',
        label: 'At',
        column: 'd.record_table',
        options: rules.map(({ rule }) => ({
          value: rule.table,
          label: kindLabel(scope.language, registry, rule.table),
        })),
      },
      attached: { kind: 'date', label: 'When', column: 'd.created_at' },
    },
    sorts: {
      largest: { label: 'Largest first', column: 'd.bytes', type: 'bigint', direction: 'desc' },
      oldest: {
        label: 'Oldest first',
        column: 'd.created_at',
        type: 'timestamptz',
        direction: 'asc',
      },
    },
    defaultSort: 'largest',
    actions: {
      remove: {
        label: 'Remove',
        icon: 'i-lucide-trash-2',
        permission: MANAGE_FILES,
        run: (reader, id) => removeKept(reader, registry, id),
        undo: (reader, id) => removeKept(reader, registry, id, false),
      },
      gone: {
        label: 'Delete for good',
        icon: 'i-lucide-eraser',
        permission: MANAGE_FILES,
        confirm: 'The files are gone at once and nobody brings them back.',
        run: (reader, id) => deleteKept(reader, registry, id),
      },
    },
    row: (raw: Raw) => rowOf(scope, registry, raw),
  }
}

function rowOf(scope: Scope, registry: ModuleRegistry, raw: Raw): KeptFileRow {
  const deleted = raw.deleted_at && DateTime.fromJSDate(raw.deleted_at, { zone: 'utc' })
  const days = deleted && Math.ceil(LISTED_DAYS - scope.now().diff(deleted, 'days').days)
  return {
    id: raw.id,
    name: raw.name,
    type: raw.type,
    bytes: Number(raw.bytes),
    kind: kindLabel(scope.language, registry, raw.record_table),
    href: recordHref(scope, raw.record_table, raw.record_id),
    by: raw.author_kind === 'token' ? 'API' : (raw.author ?? 'Karkhana'),
    at: DateTime.fromJSDate(raw.created_at, { zone: 'utc' }).toISO()!,
    state:
      days === null
        ? labelIn(scope.language, 'kernel', 'In use')
        : translate(scope.language, 'kernel.files.deleted', { days: Math.max(0, days) }),
    deleted: deleted !== null,
  }
}

/** As at the record: it can be brought back for 30 days, and takes its room so long. */
async function removeKept(scope: Scope, registry: ModuleRegistry, id: string, deleted = true) {
  const record = await recordOf(scope, registry, id)
  await setAttachmentDeleted(scope, record, id, deleted)
}

/** @throws NotFoundError, ForbiddenError, FileOfAnotherError, ModuleArchivedError */
async function deleteKept(scope: Scope, registry: ModuleRegistry, id: string) {
  await recordOf(scope, registry, id)
  await scope.work(async (unit) => {
    const [file] = await unit.rows<{ author: string | null }>(
      'select author_member_id as author from attachments where id = ?::uuid for update',
      [id]
    )
    if (!file) throw new NotFoundError('file')
    if (!mayRemove(scope, file.author)) throw new FileOfAnotherError()
    await unit.rows('delete from attachments where id = ?::uuid', [id])
    await unit.dispatch(removeFiles, {}, { uniqueKey: 'files' })
  })
}

/** The record of a file, opened as its page does. */
async function recordOf(scope: Scope, registry: ModuleRegistry, id: string) {
  const [place] = await scope.read((unit) =>
    unit.rows<{ table: string; id: string }>(
      'select record_table as "table", record_id as id from attachments where id = ?::uuid',
      [id]
    )
  )
  if (!place) throw new NotFoundError('file')
  return openRecord(scope, registry, place, { write: true })
}
