import { NotFoundError } from '../errors.ts'
import type { FieldValues } from '../fields/declaration.ts'
import type { Actor } from '../tenancy/actor.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'

/** Failures that one answer names. */
const NAMED = 200

/** Where a run stands. `failed`: it could not go on, for a reason that concerns all records. */
export type BulkState = 'running' | 'done' | 'cancelled' | 'failed'

/** A run as it is stored. */
export interface StoredRun {
  id: string
  list: string
  action: string
  module_id: string
  member_id: string
  actor: Actor
  permissions: string[]
  input: FieldValues
  state: BulkState
  attempt: string
  failure: string | null
  /** The run that it takes back. */
  undoes: string | null
}

/** A run as page and API show it. */
export interface BulkRun {
  id: string
  list: string
  action: string
  state: BulkState
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

/**
 * The run of the member whose scope is open; others do not see it.
 * @throws NotFoundError
 */
export async function findRun(
  unit: Unit,
  list: string,
  id: string,
  { lock = false }: { lock?: boolean } = {}
): Promise<StoredRun> {
  const [row] = await unit.rows<StoredRun>(
    `select id, list, action, module_id, member_id, actor, permissions, input, state, attempt, failure, undoes
       from bulk_runs where id = ?::uuid and list = ? and member_id = ?::uuid ${lock ? 'for update' : ''}`,
    [id, list, unit.scope.actor.memberId]
  )
  if (!row) throw new NotFoundError('run')
  return row
}

/** @throws NotFoundError */
export async function readRun(scope: Scope, list: string, id: string): Promise<BulkRun> {
  return scope.read(async (unit) => {
    const { action, state, failure, undoes } = await findRun(unit, list, id)
    const [counts] = await unit.rows<{ total: number; done: number; failed: number }>(
      `select count(*)::int as total,
              count(*) filter (where state = 'done')::int as done,
              count(*) filter (where state = 'failed')::int as failed
         from bulk_records where run_id = ?`,
      [id]
    )
    const failures = await unit.rows<BulkRun['failures'][number]>(
      `select record_id as id, coalesce(title, record_id::text) as title, reason
         from bulk_records where run_id = ? and state = 'failed' order by place limit ${NAMED}`,
      [id]
    )
    return { id, list, action, state, failure, undoes, ...counts, failures }
  })
}
