import { driverFor, settingsOf, type Scope } from '@karkhana/kernel'
import { businessDateOf } from '@karkhana/kernel/dates'
import { v7 as uuidv7 } from 'uuid'
import { BalanceError } from '../errors.ts'
import warn from '../jobs/warn.ts'
import { DRIVER, SETTINGS } from '../settings.ts'
import { askBalance } from './ask_balance.ts'

/**
 * Asks the provider for the balance and keeps it. Below the setting the managers are warned, once a business date. An
 * organisation without an address for the balance, or that has chosen no service, is left alone.
 * @param dueAt when it was due, ISO instant
 * @throws BalanceError when asking again can help
 */
export async function checkBalance(scope: Scope, dueAt: string): Promise<void> {
  const { balance_url: url, warn_below: least } = await settingsOf(scope, SETTINGS)
  if (!url || !(await driverFor(scope, 'kernel.sms'))) return
  try {
    const balance = await askBalance(scope)
    await keep(scope, {
      balance,
      least,
      on: businessDateOf(new Date(dueAt), scope.organisation.timezone),
    })
  } catch (error) {
    if (!(error instanceof BalanceError)) throw error
    await noteFailure(scope, error.message)
    if (error.passing) throw error
  }
}

/** Whoever writes `warned_on` first warns; the mark and the job are one transaction. */
async function keep(
  scope: Scope,
  { balance, least, on }: { balance: string; least: string; on: string }
) {
  await scope.work(async (unit) => {
    const [row] = await unit.rows<{ low: boolean; warned: boolean }>(
      `insert into sms_gateway_balances as b (organisation_id, id, driver_id, balance, checked_at, warned_on)
       values (?, ?, ?, ?::numeric, ?, null)
       on conflict (organisation_id, driver_id) do update
          set balance = excluded.balance, checked_at = excluded.checked_at, error = null
       returning balance < ?::numeric as low, warned_on is not distinct from ?::date as warned`,
      [scope.organisationId, uuidv7(), DRIVER, balance, scope.now().toJSDate(), least, on]
    )
    if (!row.low || row.warned) return
    await unit.rows(
      'update sms_gateway_balances set warned_on = ? where organisation_id = ? and driver_id = ?',
      [on, scope.organisationId, DRIVER]
    )
    await unit.dispatch(warn, { balance, least, on })
  })
}

async function noteFailure(scope: Scope, message: string) {
  await scope.work((unit) =>
    unit.rows(
      `insert into sms_gateway_balances (organisation_id, id, driver_id, checked_at, error)
       values (?, ?, ?, ?, ?)
       on conflict (organisation_id, driver_id) do update
          set checked_at = excluded.checked_at, error = excluded.error`,
      [scope.organisationId, uuidv7(), DRIVER, scope.now().toJSDate(), message]
    )
  )
}
