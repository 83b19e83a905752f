import { ensureAllBranches, RuleError, type Scope, type Unit } from '@karkhana/kernel'
import { isBusinessDate, type BusinessDate } from '@karkhana/kernel/dates'
import { v7 as uuidv7 } from 'uuid'
import { PeriodLockedError } from '../errors.ts'

/** The lock in force and who set it. */
export interface PeriodLock {
  /** Last locked day; `null` when everything is open. */
  lockedUntil: BusinessDate | null
  reason: string
  lockedBy: string
  /** ISO instant, UTC. */
  at: string
}

const LAST_LOCK = `
  select locked_until::text as "lockedUntil", reason, locked_by as "lockedBy",
         to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from accounting_locks order by created_at desc, id desc`

/** The lock in force; `null` when none was ever set. */
export async function currentLock(scope: Scope): Promise<PeriodLock | null> {
  const [lock] = await scope.read((unit) => unit.rows<PeriodLock>(`${LAST_LOCK} limit 1`))
  return lock ?? null
}

/** The last 20 times somebody locked or opened the books, newest first. */
export async function lockHistory(scope: Scope): Promise<PeriodLock[]> {
  return scope.read((unit) => unit.rows<PeriodLock>(`${LAST_LOCK} limit 20`))
}

/**
 * Locks every day up to `lockedUntil`, or opens all with `null`. Waits for postings under way, so
 * that none of them lands in the locked period afterwards.
 *
 * @throws BranchLimitedError, RuleError E_DATE
 */
export async function lockPeriod(
  scope: Scope,
  input: { lockedUntil: BusinessDate | null; reason: string }
): Promise<PeriodLock> {
  ensureAllBranches(scope, 'Locking a period')
  if (input.lockedUntil !== null) checkDate(input.lockedUntil, 'lockedUntil')
  return scope.work(async (unit) => {
    await unit.rows('select pg_advisory_xact_lock(hashtextextended(?, 0))', [lockName(scope)])
    const now = scope.now()
    await unit.table('accounting_locks').insert({
      organisation_id: scope.organisationId,
      id: uuidv7({ msecs: now.toMillis() }),
      created_at: now.toISO(),
      updated_at: now.toISO(),
      locked_until: input.lockedUntil,
      reason: input.reason,
      locked_by: scope.actor.name,
    })
    const [lock] = await unit.rows<PeriodLock>(`${LAST_LOCK} limit 1`)
    return lock
  })
}

/** Keeps the lock as it is until this transaction ends; postings do not wait for each other here. */
export async function holdPeriods(unit: Unit) {
  await unit.rows('select pg_advisory_xact_lock_shared(hashtextextended(?, 0))', [
    lockName(unit.scope),
  ])
}

/** @throws PeriodLockedError when the day lies in the locked period */
export async function ensurePeriodOpen(unit: Unit, date: BusinessDate) {
  const [lock] = await unit.rows<PeriodLock>(`${LAST_LOCK} limit 1`)
  if (lock?.lockedUntil && date <= lock.lockedUntil) throw new PeriodLockedError(lock.lockedUntil)
}

/** @throws RuleError E_DATE when it is no day, or none that books are kept of */
export function checkDate(date: string, field = 'date') {
  if (isBusinessDate(date) && date >= '2000-01-01' && date <= '2099-12-31') return
  throw new RuleError('E_DATE', 'This is not a date between 2000 and 2099.', {
    field,
    next: 'Enter the day as YYYY-MM-DD.',
  })
}

function lockName(scope: Scope) {
  return `${scope.organisationId} accounting.periods`
}
