import type { Scope } from '@karkhana/kernel'
import { addMonths, isBusinessDate } from '@karkhana/kernel/dates'
import { v7 as uuidv7 } from 'uuid'
import { StatementMonthError } from '../errors.ts'

/** Months that a statement can be made of, this one included. */
const MONTHS = 12

/** `YYYY-MM` of this month and the eleven before it, newest first. */
export function statementMonths(scope: Scope): string[] {
  const first = `${scope.today().slice(0, 7)}-01`
  return Array.from({ length: MONTHS }, (_, back) => addMonths(first, -back).slice(0, 7))
}

/**
 * The statement of a month, made on first use.
 * @param month `YYYY-MM`
 * @throws ForbiddenError, StatementMonthError
 */
export async function makeStatement(scope: Scope, month: string): Promise<{ id: string }> {
  scope.ensure('sms-gateway.statement.create')
  if (!isBusinessDate(`${month}-01`) || !statementMonths(scope).includes(month)) {
    throw new StatementMonthError()
  }
  return scope.work(async (unit) => {
    const values = [scope.organisationId, `${month}-01`]
    await unit.rows(
      `insert into sms_gateway_statements (organisation_id, month, id) values (?, ?, ?)
       on conflict (organisation_id, month) do nothing`,
      [...values, uuidv7()]
    )
    const [made] = await unit.rows<{ id: string }>(
      'select id from sms_gateway_statements where organisation_id = ? and month = ?',
      values
    )
    return made
  })
}
