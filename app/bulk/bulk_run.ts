import { NotFoundError } from '../errors.ts'
import type { FieldValues } from '../fields/declaration.ts'
import { NOBODY } from '../runs/find.ts'
import { STORED_RUN, type StoredRun } from '../runs/run.ts'
import type { RunState } from '../runs/states.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'

/** Failures that one answer names. */
const NAMED = 200

/** What a run does to records, besides how far it is. */
export interface StoredBulkRun extends StoredRun {
  list: string
  action: string
  input: FieldValues
  /** The run that it takes back. */
  undoes: string | null
}

/** A run as page and API show it. `failed`: it could not go on, for a reason that concerns all records. */
export interface BulkRun {
  id: string
  list: string
  action: string
  state: RunState
  total: number
  done: number
  failed: number
  /** The first records that were left, and why. */
  failures: { id: string; title: string; reason: string }[]
  /** Why the run ended before its last record. */
  failure: string | null
  /** The run that it takes back. */
  undoes: string | null
}

const STORED = `select ${STORED_RUN}, b.list, b.action, b.input, b.undoes
  from bulk_runs b join runs r on r.organisation_id = b.organisation_id and r.id = b.id`

/**
 * The run of the member whose scope is open; others do not see it.
 * @throws NotFoundError
 */
export async function findBulkRun(
  unit: Unit,
  list: string,
  id: string,
  { lock = false }: { lock?: boolean } = {}
): Promise<StoredBulkRun> {
  const { organisationId, actor } = unit.scope
  const [row] = await unit.rows<StoredBulkRun>(
    `${STORED} where b.organisation_id = ? and b.id = ?::uuid and b.list = ? and r.member_id = ?::uuid
      ${lock ? 'for update of r' : ''}`,
    [organisationId, id, list, actor.memberId ?? NOBODY]
  )
  if (!row) throw new NotFoundError('run')
  return row
}

/** @internal What a run does, whoever asked for it. */
export async function bulkOf(unit: Unit, id: string): Promise<StoredBulkRun | null> {
  const [row] = await unit.rows<StoredBulkRun>(
    `${STORED} where b.organisation_id = ? and b.id = ?::uuid`,
    [unit.scope.organisationId, id]
  )
  return row ?? null
}

/** How many records of a run are done, and how many were left. */
export async function countRecords(unit: Unit, id: string) {
  const [counts] = await unit.rows<{ total: number; done: number; failed: number }>(
    `select count(*)::int as total,
            count(*) filter (where state = 'done')::int as done,
            count(*) filter (where state = 'failed')::int as failed
       from bulk_records where organisation_id = ? and run_id = ?`,
    [unit.scope.organisationId, id]
  )
  return counts
}

/** @throws NotFoundError */
export async function readRun(scope: Scope, list: string, id: string): Promise<BulkRun> {
  return scope.read(async (unit) => {
    const { action, state, failure, undoes } = await findBulkRun(unit, list, id)
    const failures = await unit.rows<BulkRun['failures'][number]>(
      `select record_id as id, coalesce(title, record_id::text) as title, reason
         from bulk_records where organisation_id = ? and run_id = ? and state = 'failed' order by place limit ${NAMED}`,
      [scope.organisationId, id]
    )
    return { id, list, action, state, failure, undoes, ...(await countRecords(unit, id)), failures }
  })
}
