import type { DateTime } from 'luxon'
import type { Scope } from '../tenancy/scope.ts'
import { getBranch } from './branches.ts'
import { addMinutes, isOpenAt, minutesBetween, type WorkingCalendar } from './working_calendar.ts'

/**
 * When a branch works: its hours of the week without its holidays, in the zone of the organisation.
 * @throws NotFoundError
 */
export async function branchCalendar(scope: Scope, branchId: string): Promise<WorkingCalendar> {
  return scope.read(async (unit) => {
    const branch = await getBranch(scope, branchId)
    const holidays = await unit.rows<{ day: string }>(
      `select to_char(on_date, 'YYYY-MM-DD') as day from branch_holidays
        where branch_id is null or branch_id = ?`,
      [branchId]
    )
    return {
      zone: scope.organisation.timezone,
      hours: branch.hours,
      holidays: new Set(holidays.map(({ day }) => day)),
    }
  })
}

/** Whether a branch works at an instant. */
export async function isOpen(scope: Scope, branchId: string, instant: DateTime): Promise<boolean> {
  return isOpenAt(await branchCalendar(scope, branchId), instant)
}

/** Working minutes of a branch from one instant to another: how long a customer waited in its hours. */
export async function workingMinutesBetween(
  scope: Scope,
  branchId: string,
  from: DateTime,
  to: DateTime
): Promise<number> {
  return minutesBetween(await branchCalendar(scope, branchId), from, to)
}

/**
 * When that many working minutes of a branch after `from` are over, UTC: the due time of a promise.
 * @throws AlwaysClosedError
 */
export async function addWorkingMinutes(
  scope: Scope,
  branchId: string,
  from: DateTime,
  minutes: number
): Promise<DateTime> {
  return addMinutes(await branchCalendar(scope, branchId), from, minutes)
}
