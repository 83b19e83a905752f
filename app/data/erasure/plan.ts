import { phrase, snakeCase } from '../../audit/words.ts'
import { ensureAllBranches } from '../../access/branch_limits.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { personTables, rowIds, type PersonTable } from '../person/rows.ts'
import { personOf, subjectKind, type FoundPerson, type SubjectKind } from '../person/subjects.ts'
import { identifier } from '../tables.ts'
import { openWork, type Blocker } from './blockers.ts'

/** What an erasure does in one table. */
export interface PlannedTable {
  table: string
  module: string
  /** "Job card" */
  label: string
  rows: number
  cleared: string[]
  replaced: string[]
  /** Columns that the law keeps, in words, with the rule and until when at the latest (`YYYY-MM-DD`). */
  kept: { columns: string[]; law: string; until: string } | null
}

/** What an erasure would do, before it does anything. */
export interface ErasurePlan {
  kind: { id: string; label: string }
  person: FoundPerson
  /** What has to be typed: `ERASE Raj Kumar`. */
  confirmation: string
  tables: PlannedTable[]
  auditEntries: number
  /** Why it cannot be done yet. */
  blockers: Blocker[]
  /** What people should know besides. */
  notes: string[]
}

/**
 * What an erasure of somebody would do; changes nothing.
 * @throws ForbiddenError, BranchLimitedError, NotFoundError
 */
export async function planErasure(
  scope: Scope,
  registry: ModuleRegistry,
  kindId: string,
  id: string
): Promise<ErasurePlan> {
  ensureMayErase(scope)
  return scope.read((unit) => planIn(unit, registry, kindId, id))
}

/** @throws ForbiddenError, BranchLimitedError */
export function ensureMayErase(scope: Scope) {
  scope.ensure('kernel.data.erase')
  ensureAllBranches(scope, 'Erasing a person')
}

/** @internal The plan, in the open unit. @throws NotFoundError */
export async function planIn(
  unit: Unit,
  registry: ModuleRegistry,
  kindId: string,
  id: string
): Promise<ErasurePlan> {
  const kind = await subjectKind(unit, registry, kindId)
  const person = await personOf(unit, kind, id)
  const tables = await personTables(unit, registry, kind)
  const planned: PlannedTable[] = []
  let auditEntries = 0
  for (const table of tables) {
    const ids = await rowIds(unit, table, id)
    if (ids.length === 0) continue
    const plan = await planTable(unit, table, ids)
    if (plan) planned.push(plan)
    auditEntries += await countEntries(unit, table, ids)
  }
  return {
    kind: { id: kind.id, label: kind.label },
    person,
    confirmation: `ERASE ${person.name}`,
    tables: planned,
    auditEntries,
    blockers: [...(await openWork(unit, tables, id)), ...(await stillMember(unit, kind, id))],
    notes: notesOf(kind, planned),
  }
}

async function planTable(
  unit: Unit,
  table: PersonTable,
  ids: string[]
): Promise<PlannedTable | null> {
  const custom = await unit.rows<{ label: string }>(
    `select label from custom_fields where table_name = ? and personal order by position, id`,
    [table.name]
  )
  const cleared = [...wordsOf(table, 'clear'), ...custom.map(({ label }) => label)]
  const replaced = wordsOf(table, 'replace')
  const kept = wordsOf(table, 'keep')
  if (cleared.length + replaced.length + kept.length === 0) return null
  return {
    table: table.name,
    module: table.module,
    label: table.label,
    rows: ids.length,
    cleared,
    replaced,
    kept:
      kept.length === 0
        ? null
        : {
            columns: kept,
            law: table.retention.law!,
            until: await keptUntil(unit, table, ids),
          },
  }
}

/** Columns in words; keys of a JSON object stand behind the name of its column: `Buyer (name, GSTIN)`. */
function wordsOf({ personal }: PersonTable, how: string): string[] {
  const keys = Object.keys(personal).filter((key) => personal[key] === how)
  return [...Map.groupBy(keys, (key) => key.split('.')[0])].map(([column, parts]) => {
    const inner = parts.flatMap((key) => key.split('.').slice(1)).map(partText)
    return inner.length > 0 ? `${phrase(column)} (${inner.join(', ')})` : phrase(column)
  })
}

function partText(key: string): string {
  const text = phrase(snakeCase(key))
  return /^[A-Z][a-z-]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}

/** When the time of the youngest row is over, `YYYY-MM-DD`. */
export async function keptUntil(unit: Unit, table: PersonTable, ids: string[]): Promise<string> {
  const from = identifier(table.retention.from ?? 'created_at')
  const [{ until }] = await unit.rows<{ until: string }>(
    `select to_char(max(t.${from}::timestamptz) + ?::interval, 'YYYY-MM-DD') as until
       from ${identifier(table.name)} t where ${table.where} and t.id = any(?::uuid[])`,
    [table.retention.keep!, ids]
  )
  return until
}

async function countEntries(unit: Unit, table: PersonTable, ids: string[]): Promise<number> {
  const erased = Object.keys(table.personal)
    .filter((key) => ['clear', 'replace'].includes(table.personal[key]))
    .map((key) => key.split('.')[0])
  if (erased.length === 0) return 0
  const [{ entries }] = await unit.rows<{ entries: number }>(
    `select count(*)::int as entries from audit_log
      where table_name = ? and row_id = any(?::uuid[])
        and exists (select 1 from jsonb_object_keys(changes) c where c = any(?))`,
    [table.name, ids, erased]
  )
  return entries
}

/** Somebody who works here is not erased: their access is ended first. */
async function stillMember(unit: Unit, kind: SubjectKind, id: string): Promise<Blocker[]> {
  if (kind.id !== 'kernel.member') return []
  const rows = await unit.rows<{ name: string }>(
    `select coalesce(u.name, m.name) as name from memberships m left join users u on u.id = m.user_id
      where m.organisation_id = ? and m.id = ? and m.active`,
    [unit.scope.organisationId, id]
  )
  return rows.map(({ name }) => ({
    what: 'active member',
    title: name,
    href: `/settings/members/${id}/edit`,
  }))
}

function notesOf(kind: SubjectKind, tables: PlannedTable[]): string[] {
  const notes = [
    'Backups of the database hold the values until they are overwritten. Restore one, and this has to be done again.',
  ]
  if (tables.some(({ kept }) => kept)) {
    notes.unshift(
      'What the law keeps is erased by the retention run once its time is over (ace data:retain).'
    )
  }
  if (kind.id === 'kernel.member') {
    notes.unshift(
      'Documents and history go on saying who did what. The account is erased too, unless the person works or has worked in another organisation.'
    )
  }
  return notes
}
