import { ensureAllBranches } from '../access/branch_limits.ts'
import { findOr404 } from '../database/locks.ts'
import { NotFoundError, RuleError } from '../errors.ts'
import type { Scope } from '../tenancy/scope.ts'
import { ensureManagesBranch } from './branch_access.ts'
import BranchHoliday from './branch_holiday.ts'

/** A day on which work rests. */
export interface HolidayInput {
  /** `null` for every branch. */
  branchId?: string | null
  /** Business date, `YYYY-MM-DD`. */
  onDate: string
  name: string
}

/** A holiday in a list. */
export interface HolidayRow {
  id: string
  branchId: string | null
  onDate: string
  name: string
}

/** Holidays of a calendar year by date, of the branches that the reader may work in. */
export async function listHolidays(scope: Scope, year: number): Promise<HolidayRow[]> {
  return scope.read((unit) =>
    unit.rows<HolidayRow>(
      `select id, branch_id as "branchId", to_char(on_date, 'YYYY-MM-DD') as "onDate", name
         from branch_holidays
        where on_date between ?::date and ?::date
          and (branch_id is null or ?::uuid[] is null or branch_id = any(?::uuid[]))
        order by on_date, branch_id nulls first`,
      [`${year}-01-01`, `${year}-12-31`, scope.branchIds, scope.branchIds]
    )
  )
}

/** @throws ForbiddenError, NotFoundError, BranchLimitedError, RuleError naming `onDate` */
export async function addHoliday(scope: Scope, input: HolidayInput): Promise<BranchHoliday> {
  const branchId = input.branchId ?? null
  ensureMayChange(scope, branchId)
  if (branchId && !scope.branches.some(({ id }) => id === branchId)) {
    throw new NotFoundError('branch', 'branchId')
  }
  return scope.work(async () => {
    const same = await BranchHoliday.query()
      .where('on_date', input.onDate)
      .where((query) => {
        query.whereNull('branch_id')
        if (branchId) query.orWhere('branch_id', branchId)
      })
      .first()
    if (same) {
      throw new RuleError('E_HOLIDAY_TAKEN', `This day is a holiday already: ${same.name}.`, {
        field: 'onDate',
        next: 'Choose another day, or remove that one first.',
      })
    }
    return BranchHoliday.create({ branchId, onDate: input.onDate, name: input.name })
  })
}

/** @throws ForbiddenError, NotFoundError, BranchLimitedError */
export async function removeHoliday(scope: Scope, id: string): Promise<BranchHoliday> {
  scope.ensure('kernel.branch.manage')
  return scope.work(async () => {
    const holiday = await findOr404(BranchHoliday, id, { what: 'holiday' })
    ensureMayChange(scope, holiday.branchId)
    await holiday.delete()
    return holiday
  })
}

function ensureMayChange(scope: Scope, branchId: string | null) {
  if (branchId) ensureManagesBranch(scope, branchId)
  else {
    scope.ensure('kernel.branch.manage')
    ensureAllBranches(scope, 'A holiday of every branch')
  }
}
