import type { RecordRule } from '../access/record_rules.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { recordChannel, tableChannel } from './channels.ts'

/** Tables that decide who may see what: a change has every stream of the organisation asked for its rights again. */
const RIGHTS = new Set([
  'memberships',
  'roles',
  'organisation_modules',
  'organisations',
  'partner_access',
  'branches',
])

/** Tables of the kernel whose rows stand at a record of a module. */
const ABOUT_RECORDS = new Set(['comments', 'attachments'])

/** Changed records that are told one by one; of more, lists alone hear. */
const MOST = 500

/** What the changes since an instant mean for those who listen. */
export interface LiveNews {
  /** Channel to what is sent there. */
  messages: Map<string, object>
  /** Whether somebody may see more, or less, than before. */
  rights: boolean
}

interface Entry {
  table_name: string
  row_id: string
  changes: Record<string, [unknown, unknown] | string>
}

/** The rule and the column that names the record, by the table of the record or of its part. */
type Subjects = Map<string, { table: string; column: string | null }>

/**
 * Reads what the audit log noted in the organisation since `since`, as messages: which table and which record changed.
 * Rows of others that were committed meanwhile may come along; hearing twice does no harm.
 */
export async function newsSince(
  scope: Scope,
  registry: ModuleRegistry,
  since: Date
): Promise<LiveNews> {
  const { organisationId } = scope
  return scope.read(async (unit) => {
    const entries = await unit.rows<Entry>(
      `select table_name, row_id, changes from audit_log
        where organisation_id = ? and at >= ? order by at desc limit ?`,
      [organisationId, since, MOST]
    )
    const messages = new Map<string, object>()
    const subjects = subjectsOf(registry.manifests().flatMap(({ records }) => records))
    for (const [name, own] of Map.groupBy(entries, (entry) => entry.table_name)) {
      const subject = subjects.get(name)
      if (subject) {
        const ids = await recordsOf(unit, name, subject.column, own)
        messages.set(tableChannel(organisationId, subject.table), { table: subject.table })
        for (const id of ids) {
          messages.set(recordChannel(organisationId, subject.table, id), { kind: 'changed' })
        }
      }
      if (ABOUT_RECORDS.has(name)) {
        for (const about of await recordsNamedBy(unit, name, own)) {
          messages.set(recordChannel(organisationId, about.table, about.id), { kind: 'changed' })
        }
      }
    }
    return { messages, rights: entries.some(({ table_name: table }) => RIGHTS.has(table)) }
  })
}

function subjectsOf(rules: RecordRule[]): Subjects {
  const subjects: Subjects = new Map()
  for (const { table, parts } of rules) {
    subjects.set(table, { table, column: null })
    for (const [part, column] of Object.entries(parts)) subjects.set(part, { table, column })
  }
  return subjects
}

/** The records that changed, or whose parts did; a part that was deleted names its record in what it was. */
async function recordsOf(unit: Unit, name: string, column: string | null, entries: Entry[]) {
  if (!column) return new Set(entries.map((entry) => entry.row_id))
  const told = entries.flatMap((entry) => idIn(entry, column) ?? [])
  const untold = entries.filter((entry) => !idIn(entry, column)).map((entry) => entry.row_id)
  if (untold.length === 0) return new Set(told)
  const rows = (await unit
    .from(name)
    .where('organisation_id', unit.scope.organisationId)
    .whereIn('id', untold)
    .select(column)) as Record<string, string>[]
  return new Set([...told, ...rows.map((row) => row[column])])
}

/** The records that rows of the kernel are about: by their columns `record_table` and `record_id`. */
async function recordsNamedBy(unit: Unit, name: string, entries: Entry[]) {
  return unit.rows<{ table: string; id: string }>(
    `select distinct record_table as "table", record_id::text as id from ${name}
      where organisation_id = ? and id = any(?)`,
    [unit.scope.organisationId, entries.map((entry) => entry.row_id)]
  )
}

function idIn(entry: Entry, column: string): string | null {
  const value = valueIn(entry, column)
  return typeof value === 'string' ? value : null
}

/** What the row has, or had. */
function valueIn({ changes }: Entry, column: string): unknown {
  const pair = changes[column]
  return Array.isArray(pair) ? (pair[1] ?? pair[0]) : null
}
