import { v7 as uuidv7 } from 'uuid'
import { NotFoundError } from '../errors.ts'
import type { Scope } from '../tenancy/scope.ts'
import { DriverNotReadyError, UnknownDriverError } from './errors.ts'
import { familiesOf, moduleOf, offersOf } from './offers.ts'
import { missingOf } from './ready.ts'
import { resumeWaiting } from './waiting.ts'

/** The chosen driver of a family, also while its module is off; `null` when none is chosen. */
export async function chosenDriver(scope: Scope, family: string): Promise<string | null> {
  const [row] = await scope.read((unit) =>
    unit.rows<{ driver_id: string }>(
      'select driver_id from organisation_drivers where organisation_id = ? and family = ?',
      [scope.organisationId, family]
    )
  )
  return row?.driver_id ?? null
}

/**
 * Chooses the service that a kind of message or payment goes through; `null` chooses none.
 * @throws ForbiddenError, NotFoundError, UnknownDriverError, DriverNotReadyError
 */
export async function chooseDriver(
  scope: Scope,
  family: string,
  driverId: string | null
): Promise<{ family: string; driver: string | null; label: string | null }> {
  scope.ensure('kernel.driver.manage')
  if (!familiesOf(scope).some(({ id }) => id === family)) throw new NotFoundError('service')
  const driver = driverId === null ? null : await offered(scope, family, driverId)
  await scope.work(async (unit) => {
    const key = [scope.organisationId, family]
    const former = await chosenDriver(scope, family)
    if (driver) {
      await unit.rows(
        `insert into organisation_drivers as d (organisation_id, family, id, driver_id)
         values (?, ?, ?, ?)
         on conflict (organisation_id, family) do update set driver_id = excluded.driver_id
          where d.driver_id <> excluded.driver_id`,
        [...key, uuidv7(), driver.id]
      )
    } else {
      await unit.rows(
        'delete from organisation_drivers where organisation_id = ? and family = ?',
        key
      )
    }
    if (former && former !== driver?.id) await resumeWaiting(unit, moduleOf(former))
  })
  return { family, driver: driver?.id ?? null, label: driver?.label ?? null }
}

async function offered(scope: Scope, family: string, driverId: string) {
  const offers = await offersOf(scope, family)
  const driver = offers.find(({ id }) => id === driverId)
  if (!driver) throw new UnknownDriverError(offers.map(({ id }) => id))
  const missing = await missingOf(scope, driver)
  if (missing) throw new DriverNotReadyError(driver.label, missing)
  return driver
}
