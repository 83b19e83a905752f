import { DateTime } from 'luxon'
import type { DeletedRow } from '../http/page_types.ts'
import type { NamedList } from '../lists/declaration.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { isActive } from '../modules/gate.ts'
import { recordHref } from '../records/record_href.ts'
import type { Scope } from '../tenancy/scope.ts'
import { bringBack } from './bring_back.ts'
import { deletedSources, LISTED_DAYS, type DeletedSource } from './sources.ts'

interface Raw {
  id: string
  kind: string
  title: string
  deleted_at: Date
  record_table: string | null
  record_id: string | null
  actor_kind: string | null
  actor_name: string | null
}

/** Name of the list of what was deleted, for counts, views and actions on many rows. */
export const RECENTLY_DELETED = 'kernel.recently_deleted'

/** Permission to see it; what each row needs is asked besides. */
export const SEE_DELETED = 'kernel.recently_deleted.view'

/** What was archived or deleted in the last 30 days, as far as the reader may see it; the newest first. */
export async function recentlyDeleted(scope: Scope, registry: ModuleRegistry): Promise<NamedList> {
  const sources = await deletedSources(scope, registry)
  return {
    name: RECENTLY_DELETED,
    label: 'Recently deleted',
    permission: SEE_DELETED,
    from: (unit) =>
      unit.trx
        .from('d')
        .with('d', unit.trx.raw(unionOf(sources), bindingsOf(sources) as never[]))
        .select('d.id', 'd.kind', 'd.title', 'd.deleted_at', 'd.record_table', 'd.record_id')
        .select(unit.trx.raw(`${DELETED_BY('a.actor_kind')} as actor_kind`))
        .select(
          unit.trx.raw(
            `(select u.name from users u where u.id::text = ${DELETED_BY('a.actor_id')}) as actor_name`
          )
        ),
    id: 'd.id',
    columns: [
      { key: 'title', label: 'Name', primary: true },
      { key: 'kindLabel', label: 'Kind' },
      { key: 'by', label: 'By', kind: 'person' },
      { key: 'at', label: 'When', kind: 'datetime' },
      { key: 'daysLeft', label: 'Days left', kind: 'number' },
    ],
    search: (query, term) =>
      void query.whereILike('d.title', `%${term.replace(/[\\%_]/g, '\\$&')}%`),
    filters: {
      kind: {
        kind: 'choice',
        label: 'Kind',
        column: 'd.kind',
        options: sources.map(({ table, label }) => ({ value: table, label })),
      },
      deleted: { kind: 'date', label: 'When', column: 'd.deleted_at' },
    },
    sorts: {
      newest: {
        label: 'Newest first',
        column: 'd.deleted_at',
        type: 'timestamptz',
        direction: 'desc',
      },
      oldest: {
        label: 'Oldest first',
        column: 'd.deleted_at',
        type: 'timestamptz',
        direction: 'asc',
      },
    },
    defaultSort: 'newest',
    actions: {
      restore: {
        label: 'Restore',
        icon: 'i-lucide-archive-restore',
        permission: SEE_DELETED,
        run: (reader, id) => bringBack(reader, registry, id),
      },
    },
    row: (raw: Raw) => rowOf(scope, sources, raw),
  }
}

/** Who marked the row: asked of the audit trail for the rows of a page alone. */
const DELETED_BY = (
  what: string
) => `(select ${what} from audit_log a where a.organisation_id = kernel_organisation_id()
    and a.table_name = d.kind and a.row_id = d.id and a.action = 'update'
    and jsonb_exists(a.changes, d.marked_by) and a.at > now() - interval '${LISTED_DAYS + 1} days'
  order by a.at desc, a.id desc limit 1)`

const NOTHING = `select null::text as kind, null::uuid as id, null::text as title, null::timestamptz as deleted_at,
  null::text as marked_by, null::text as record_table, null::uuid as record_id where false`

function unionOf(sources: DeletedSource[]): string {
  return sources.map(({ sql }) => sql).join(' union all ') || NOTHING
}

function bindingsOf(sources: DeletedSource[]) {
  return sources.flatMap(({ bindings }) => bindings)
}

function rowOf(scope: Scope, sources: DeletedSource[], raw: Raw): DeletedRow {
  const source = sources.find(({ table }) => table === raw.kind)!
  const at = DateTime.fromJSDate(raw.deleted_at, { zone: 'utc' })
  const days = Math.ceil(LISTED_DAYS - scope.now().diff(at, 'days').days)
  const permission = source.archive?.permission
  return {
    id: raw.id,
    kind: raw.kind,
    kindLabel: source.label,
    title: raw.title,
    at: at.toISO()!,
    by: raw.actor_kind && actorOf(raw.actor_kind, raw.actor_name),
    // Archived records stay, they only leave this list
    daysLeft: source.archive ? null : days,
    href: source.archive
      ? recordHref(scope, raw.kind, raw.id)
      : recordHref(scope, raw.record_table!, raw.record_id!),
    refused:
      permission && !scope.can(permission)
        ? 'permission'
        : isActive(scope, source.module)
          ? null
          : 'archived_module',
  }
}

function actorOf(kind: string, name: string | null): string {
  if (kind === 'user' || kind === 'partner') return name ?? 'Somebody who left'
  return kind === 'token' ? 'API' : 'Karkhana'
}
