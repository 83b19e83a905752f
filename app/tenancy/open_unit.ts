import type { Database } from '@adonisjs/lucid/database'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { KarkhanaError } from '../errors.ts'
import { heldUnit, inTurn, runHeld, type HeldUnit } from './request_unit.ts'
import type { Scope } from './scope.ts'
import { settingsSql, withPendingSettings } from './scoped_transaction.ts'
import { Unit, currentUnit, runInUnit } from './unit.ts'
import { unitWatch } from './watched_units.ts'

let database: Database | undefined

/** @internal Set once by the kernel provider. */
export function useDatabase(db: Database) {
  database = db
}

/** Deadlock and serialisation failures: PostgreSQL asks for the transaction to be run again. */
const RETRYABLE = new Set(['40001', '40P01'])
const ATTEMPTS = 3

/** `snapshot`: reads, and sees everything as it was when it began. */
type UnitMode = 'read' | 'write' | 'snapshot'

/**
 * Opens the transaction behind `scope.work` and `scope.read`, or joins the open one. The settings
 * that row-level security reads travel with BEGIN in one round trip.
 */
export async function openUnit<T>(
  scope: Scope,
  mode: UnitMode,
  work: (unit: Unit) => Promise<T>
): Promise<T> {
  const open = currentUnit()
  if (open) return work(joined(open, scope, mode))
  const held = heldUnit()
  if (held && mode !== 'snapshot' && held.unit.scope.organisationId === scope.organisationId) {
    return inTurn(held, () => again(() => runInside(held, scope, mode, work)))
  }
  return again(() => run(scope, mode, work))
}

async function again<T>(attemptIt: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptIt()
    } catch (error) {
      const code = (error as { code?: string }).code
      if (attempt >= ATTEMPTS || !code || !RETRYABLE.has(code)) throw error
    }
  }
}

/**
 * Runs `work` with one transaction around everything that it opens: each unit inside is a savepoint, and all of it is
 * kept or nothing. For an answer that must be stored with what the request has written. `unit` is not the open unit of
 * what `work` calls; it is for the rows that stand beside.
 */
export function openRequestUnit<T>(scope: Scope, work: (unit: Unit) => Promise<T>): Promise<T> {
  return run(scope, 'write', work, (unit) =>
    runHeld({ unit, turn: Promise.resolve() }, () => work(unit))
  )
}

function joined(open: Unit, scope: Scope, mode: UnitMode): Unit {
  if (mode === 'snapshot') {
    throw new KarkhanaError('E_UNIT_OPEN', 500, 'A snapshot was asked for inside an open unit.', {
      next: 'Take the snapshot first; what is read inside of it joins it.',
    })
  }
  if (open.scope.organisationId !== scope.organisationId) {
    throw new KarkhanaError('E_UNIT_CROSSED', 500, 'A unit of another organisation is open.', {
      next: 'Finish the first unit before opening one for another organisation.',
    })
  }
  if (mode === 'write' && open.mode === 'read') {
    throw new KarkhanaError('E_UNIT_READ_ONLY', 500, 'A write was asked for inside scope.read().', {
      next: 'Open the outer unit with scope.work().',
    })
  }
  return open
}

/** Empty means every branch, so a limit that names none needs a value of its own. */
const NO_BRANCH = '00000000-0000-0000-0000-000000000000'

function branchSetting({ branchIds }: Scope) {
  return branchIds ? branchIds.join(',') || NO_BRANCH : ''
}

function settingsOf(scope: Scope) {
  return {
    'app.organisation_id': scope.organisationId,
    'app.actor_id': scope.actor.id,
    'app.actor_kind': scope.actor.kind,
    'app.request_id': scope.requestId,
    'app.ip': scope.ip ?? '',
    'app.branch_ids': branchSetting(scope),
  }
}

const SAVEPOINT = 'kernel_request'
/** Constraints that are looked at by the commit are looked at here: who calls gets their error. */
const RELEASE = `set constraints all immediate; set constraints all deferred; release savepoint ${SAVEPOINT}`

/** A unit inside the transaction of its request, with the settings of its own scope. */
async function runInside<T>(
  { unit: outer }: HeldUnit,
  scope: Scope,
  mode: UnitMode,
  work: (unit: Unit) => Promise<T>
) {
  const { trx } = outer
  const unit = new Unit(scope, trx, mode === 'write' ? 'write' : 'read')
  const readOnly = mode === 'write' ? '' : 'set transaction read only; '
  await trx.rawQuery(`savepoint ${SAVEPOINT}; ${readOnly}${settingsSql(settingsOf(scope))}`)
  let result: T
  try {
    result = await runInUnit(unit, () => work(unit))
    await trx.rawQuery(RELEASE)
  } catch (error) {
    await trx.rawQuery(`rollback to savepoint ${SAVEPOINT}; release savepoint ${SAVEPOINT}`)
    throw error
  }
  unit.leaveEffectsTo(outer)
  return result
}

async function run<T>(
  scope: Scope,
  mode: UnitMode,
  work: (unit: Unit) => Promise<T>,
  inside: (unit: Unit) => Promise<T> = (unit) => runInUnit(unit, () => work(unit))
) {
  if (!database) throw new Error('The kernel provider has not been booted')
  const settings = {
    readOnly: mode !== 'write',
    snapshot: mode === 'snapshot',
    values: settingsOf(scope),
  }
  const trx = await withPendingSettings(settings, () => database!.transaction())
  const unit = new Unit(scope, trx, mode === 'write' ? 'write' : 'read')
  const watch = mode === 'write' ? unitWatch(scope.organisationId) : undefined
  let result: T
  try {
    await watch?.opened(unit)
    result = await inside(unit)
    await watch?.closing(unit)
    await commit(trx)
  } catch (error) {
    if (!trx.isCompleted) await trx.rollback()
    throw error
  }
  watch?.committed()
  await unit.runAfterCommit()
  return result
}

/**
 * Commits, and fails when the database did not. Knex answers a refused COMMIT (a deferred constraint) by its
 * execution promise alone.
 */
async function commit(trx: TransactionClientContract) {
  await trx.commit()
  await (trx.knexClient as unknown as { executionPromise: Promise<unknown> }).executionPromise
}
