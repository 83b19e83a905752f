import type { HttpContext } from '@adonisjs/core/http'
import { listBranches } from '../../branches/branches.ts'
import { addHoliday, listHolidays, removeHoliday } from '../../branches/holidays.ts'
import { reply } from '../../http/reply.ts'
import { holidayValidator, yearValidator } from '../validators.ts'

/** When the branches work: hours of the week at a glance, holidays of a year. */
export default class CalendarController {
  async show(ctx: HttpContext) {
    const asked = await yearValidator.validate(ctx.request.qs())
    const year = asked.year ?? Number(ctx.scope.today().slice(0, 4))
    const holidays = await listHolidays(ctx.scope, year)
    if (ctx.surface === 'api') return { data: holidays }
    const branches = (await listBranches(ctx.scope)).filter(({ active }) => active)
    return reply(ctx).page('kernel::settings/calendar', {
      year,
      holidays,
      branches: branches.map(({ id, code, name, hours }) => ({ id, code, name, hours })),
      limited: ctx.scope.branchIds !== null,
    })
  }

  async storeHoliday(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(holidayValidator)
    const { id, branchId, onDate, name } = await addHoliday(ctx.scope, input)
    return reply(ctx).saved(
      { id, branchId, onDate, name },
      { to: calendarOf(onDate), message: `${name} added.`, created: true }
    )
  }

  async removeHoliday(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    const { onDate, name } = await removeHoliday(ctx.scope, id)
    return reply(ctx).saved({ id }, { to: calendarOf(onDate), message: `${name} removed.` })
  }
}

const calendarOf = (date: string) => `/settings/calendar?year=${date.slice(0, 4)}`
