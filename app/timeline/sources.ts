import { identifier } from '../data/tables.ts'
import type { OpenedRecord } from '../records/open_record.ts'
import type { Place } from '../audit/cursor.ts'
import type { TimelineDeclaration, TimelineSource } from './declaration.ts'

/** One row that a timeline is made of, whatever table it came from. */
export interface RawLine {
  /** `audit`, `comments`, `attachments`, `messages`, or the name of a table of the module. */
  source: string
  /** Orders lines of one instant; with the instant the place of a page. */
  key: string
  /** UTC, microseconds. */
  at: string
  actorKind: string | null
  actorId: string | null
  actorName: string | null
  row: Record<string, unknown>
}

interface Part {
  sql: string
  bindings: unknown[]
}

/** What the places of a timeline look like: source and id. */
export const PLACE_KEY = /^[a-z][a-z0-9_]*:[0-9a-f-]{1,40}$/

/** Kinds of lines to the sources that have them, for the filter of the page. */
export interface Wanted {
  changes: boolean
  comments: boolean
  files: boolean
  messages: boolean
  sources: TimelineSource[]
}

/** One page of all sources together, newest first: each is asked for no more rows than the page has. */
export function pageSql(
  record: OpenedRecord,
  declaration: TimelineDeclaration,
  wanted: Wanted,
  { limit, place }: { limit: number; place: Place | null }
): Part {
  const parts = [
    ...(wanted.changes ? [changes(record, declaration)] : []),
    ...(wanted.comments ? [kept(record, 'comments', COMMENT)] : []),
    ...(wanted.files ? [kept(record, 'attachments', FILE, `t.state = 'kept'`)] : []),
    ...(wanted.messages ? [messages(record)] : []),
    ...wanted.sources.map((source) => declared(record, source)),
  ]
  const after = place
    ? ` where (p.at, p.key collate "C") < (?::timestamp at time zone 'UTC', ? collate "C")`
    : ''
  const bindings = place ? [place.at, place.id] : []
  const pages = parts.map(
    ({ sql }) => `(select * from (${sql}) p${after} order by p.at desc, p.key collate "C" desc
      limit ${limit})`
  )
  return {
    sql: `select source, key, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at,
                 actor_kind as "actorKind", actor_id as "actorId", actor_name as "actorName", row
            from (${pages.join(' union all ')}) lines
           order by lines.at desc, key collate "C" desc limit ${limit}`,
    bindings: parts.flatMap((part) => [...part.bindings, ...bindings]),
  }
}

/** The audit trail of the record: its beginning, and updates of columns that are told. */
function changes({ table, id }: OpenedRecord, { created, columns }: TimelineDeclaration): Part {
  const told = Object.keys(columns)
  return {
    sql: `select 'audit' as source, 'audit:' || lpad(a.id::text, 20, '0') as key, a.at,
                 a.actor_kind, a.actor_id, null::text as actor_name,
                 jsonb_build_object('id', a.id::text, 'action', a.action, 'changes', a.changes) as row
            from audit_log a
           where a.table_name = ? and a.row_id = ?::uuid and (
                 (a.action = 'insert' and ?) or
                 (a.action = 'update' and jsonb_exists_any(a.changes, ?::text[])))`,
    bindings: [table, id, created !== null, [...told, 'custom']],
  }
}

const COMMENT = `jsonb_build_object('id', t.id, 'body', t.body, 'mentions', to_jsonb(t.mentions),
  'editedAt', t.edited_at, 'memberId', t.author_member_id, 'version', t.version)`
const FILE = `jsonb_build_object('id', t.id, 'name', t.name, 'type', t.type, 'bytes', t.bytes,
  'memberId', t.author_member_id, 'pictured', (t.thumbnail_id is not null or t.thumbnail is not null),
  'state', t.state, 'refusal', t.refusal)`

/** What the kernel keeps about the record and nobody has taken away. */
function kept(
  { table, id }: OpenedRecord,
  name: 'comments' | 'attachments',
  row: string,
  also = 'true'
): Part {
  return {
    sql: `select '${name}' as source, '${name}:' || t.id::text as key, t.created_at as at,
                 t.author_kind as actor_kind, t.author_id as actor_id, null::text as actor_name, ${row} as row
            from ${name} t
           where t.record_table = ? and t.record_id = ?::uuid and t.deleted_at is null and ${also}`,
    bindings: [table, id],
  }
}

/** What went to customers about the record, at the instant of the last news of it. */
function messages({ table, id }: OpenedRecord): Part {
  return {
    sql: `select 'messages' as source, 'messages:' || t.id::text as key, t.at,
                 null::text as actor_kind, null::text as actor_id, t.requested_by as actor_name,
                 jsonb_build_object('id', t.id, 'channel', t.channel, 'to', t.recipient, 'state', t.state,
                   'subject', t.subject, 'reason', t.error_message,
                   'kept', t.recipient is not null and (t.body is not null or t.content is not null)) as row
            from messages t where t.record_table = ? and t.record_id = ?::uuid`,
    bindings: [table, id],
  }
}

/** Names of tables and columns come from the manifest, never from a request. */
function declared({ id }: OpenedRecord, source: TimelineSource): Part {
  const { at, actor } = source
  const table = identifier(source.table)
  const instants = (typeof at === 'string' ? [at] : at).map((column) => `t.${identifier(column)}`)
  const key = source.order ? `lpad(t.${identifier(source.order)}::text, 20, '0')` : 't.id::text'
  const who =
    'name' in actor
      ? `null::text as actor_kind, null::text as actor_id, t.${identifier(actor.name)}::text as actor_name`
      : `t.${identifier(actor.kind)}::text as actor_kind, t.${identifier(actor.id)}::text as actor_id, null::text as actor_name`
  const read = ['id', ...source.columns].map(
    (column) => `'${identifier(column)}', t.${identifier(column)}`
  )
  return {
    sql: `select '${table}' as source, '${table}:' || ${key} as key,
                 coalesce(${instants.join(', ')}) as at, ${who}, jsonb_build_object(${read.join(', ')}) as row
            from ${table} t where t.${identifier(source.record)} = ?::uuid`,
    bindings: [id],
  }
}
