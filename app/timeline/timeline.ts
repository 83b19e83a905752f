import { auditCatalogue, type AuditedTable } from '../audit/catalogue.ts'
import { decodePlace, encodePlace } from '../audit/cursor.ts'
import { describeChanges, type RawChange } from '../audit/entries.ts'
import type { Who } from '../audit/views.ts'
import { nameActors, whoText } from '../audit/who.ts'
import { attachmentView } from '../attachments/view.ts'
import { commentView, mentionedMembers } from '../comments/view.ts'
import type { TimelineEntry, TimelineKind } from '../http/page_types.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { OpenedRecord } from '../records/open_record.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { TimelineDeclaration } from './declaration.ts'
import { PLACE_KEY, pageSql, type RawLine, type Wanted } from './sources.ts'
import { messageLine, type ToldMessage } from '../messages/told.ts'
import { changeEntry, toldColumns } from './words.ts'

/** One page of a timeline, newest first. */
export interface TimelinePage {
  entries: TimelineEntry[]
  nextCursor: string | null
  limit: number
  /** Kinds that this record can have, for the filter. */
  kinds: TimelineKind[]
}

export const TIMELINE_LIMIT = 20

/**
 * What happened to a record: changes, comments, files, and what the module tells of it.
 * @throws RuleError naming `cursor`
 */
export async function recordTimeline(
  scope: Scope,
  registry: ModuleRegistry,
  record: OpenedRecord,
  { kind, cursor, limit = TIMELINE_LIMIT }: { kind?: TimelineKind; cursor?: string; limit?: number }
): Promise<TimelinePage> {
  const catalogue = await auditCatalogue(registry)
  const declaration = await declarationOf(record, catalogue.get(record.table))
  const place = cursor ? decodePlace(cursor, PLACE_KEY) : null
  const wanted = wantedOf(scope, declaration, kind)
  if (
    !wanted.changes &&
    !wanted.comments &&
    !wanted.files &&
    !wanted.messages &&
    wanted.sources.length === 0
  ) {
    return { entries: [], nextCursor: null, limit, kinds: kindsOf(scope, declaration) }
  }
  return scope.read(async (unit) => {
    const { sql, bindings } = pageSql(record, declaration, wanted, { limit: limit + 1, place })
    const raw = await unit.rows<RawLine>(sql, bindings)
    const kinds = kindsOf(scope, declaration, await hasMessages(unit, record))
    const rows = raw.slice(0, limit)
    const last = rows.at(-1)
    return {
      entries: await entriesOf(unit, catalogue, record, declaration, rows),
      nextCursor: raw.length > limit ? encodePlace({ at: last!.at, id: last!.key }) : null,
      limit,
      kinds,
    }
  })
}

async function declarationOf(
  { rule }: OpenedRecord,
  audited: AuditedTable | undefined
): Promise<TimelineDeclaration> {
  if (rule.timeline) return (await rule.timeline()).default
  const columns = [...(audited?.columns.keys() ?? [])].filter((column) => !PLAIN.has(column))
  return {
    created: 'Created',
    columns: Object.fromEntries(columns.map((column) => [column, ''])),
    sources: [],
  }
}

/** Columns of every table, which say nothing to people. */
const PLAIN = new Set([
  'organisation_id',
  'id',
  'custom',
  'version',
  'created_at',
  'updated_at',
  'position',
])

function wantedOf(scope: Scope, declaration: TimelineDeclaration, kind?: TimelineKind): Wanted {
  const all = kind === undefined
  return {
    changes: all || kind === 'change',
    comments: all || kind === 'comment',
    files: all || kind === 'file',
    messages: all || kind === 'message',
    sources: declaration.sources.filter(
      (source) =>
        (all || source.kind === kind) && (!source.permission || scope.can(source.permission))
    ),
  }
}

/** Whether anything went to a customer about the record. */
async function hasMessages(unit: Unit, { table, id }: OpenedRecord): Promise<boolean> {
  const [found] = await unit.rows(
    'select 1 from messages where record_table = ? and record_id = ?::uuid limit 1',
    [table, id]
  )
  return found !== undefined
}

function kindsOf(scope: Scope, declaration: TimelineDeclaration, messages = false): TimelineKind[] {
  const own = wantedOf(scope, declaration).sources.map(({ kind }) => kind)
  return [
    ...new Set<TimelineKind>([
      'comment',
      'file',
      'change',
      ...(messages ? (['message'] as const) : []),
      ...own,
    ]),
  ]
}

async function entriesOf(
  unit: Unit,
  catalogue: Awaited<ReturnType<typeof auditCatalogue>>,
  record: OpenedRecord,
  declaration: TimelineDeclaration,
  rows: RawLine[]
): Promise<TimelineEntry[]> {
  const who = await nameActors(unit, rows)
  const members = await mentionedMembers(unit, rows)
  const trail = rows
    .filter(({ source }) => source === 'audit')
    .map((line) => rawChange(record.table, line))
  const changes = new Map(
    (await describeChanges(unit, catalogue, trail)).map((entry) => [entry.id, entry.changes])
  )
  const { scope } = unit
  const changed = new Set(trail.flatMap(({ changes: written }) => Object.keys(written)))
  const columns = await toldColumns(scope, declaration, changed)
  return rows.map((line): TimelineEntry => {
    const actor = line.actorName ?? (line.actorKind ? actorText(who(line)) : null)
    const base = { id: line.key, at: `${line.at}Z`, actor }
    if (line.source === 'audit') {
      const { id, action } = line.row as { id: string; action: string }
      if (action === 'insert') return { ...base, kind: 'change', title: declaration.created! }
      return { ...base, ...changeEntry(columns, changes.get(id) ?? [], rawChange('', line)) }
    }
    if (line.source === 'comments') {
      const comment = commentView(scope, line, actor ?? '', members)
      return { ...base, kind: 'comment', title: 'Comment', detail: comment.body, comment }
    }
    if (line.source === 'attachments') {
      const file = attachmentView(scope, record, line, actor ?? '')
      return { ...base, kind: 'file', title: 'File', detail: file.name, file }
    }
    if (line.source === 'messages') {
      return { ...base, kind: 'message', ...messageLine(scope, line.row as unknown as ToldMessage) }
    }
    const source = declaration.sources.find(({ table }) => table === line.source)!
    return { ...base, kind: source.kind, ...source.describe(line.row) }
  })
}

/** Which job it was that Karkhana did stands in the audit trail. */
function actorText(who: Who): string {
  return who.kind === 'system' ? who.name : whoText(who)
}

function rawChange(table: string, { at, actorKind, actorId, row }: RawLine): RawChange {
  const { id, action, changes } = row as Pick<RawChange, 'id' | 'action' | 'changes'>
  return { id, at, table, rowId: '', action, changes, ip: null, actorKind, actorId }
}
