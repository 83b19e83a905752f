import { isActive } from '../modules/gate.ts'
import type { DriverFamilies } from '../modules/define.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import { DriverMismatchError } from './errors.ts'
import { fakeOf } from './fakes.ts'
import { loadDriver, moduleOf, ownFamily, type Family } from './offers.ts'
import { insideScope } from './ready.ts'

interface Kept {
  /** What the instance was made from: choice, settings and secrets. */
  stamp: string
  instance: Promise<unknown>
}

/** Instances by organisation and family, the longest unused first. */
const kept = new Map<string, Kept>()
const MOST = 2_000

/**
 * The driver that the organisation has chosen, made from its settings and secrets; the same instance until one of
 * them changes, on every node. `null` when none is chosen, or when its module or that of the family is off.
 */
export async function driverFor<Chosen extends Family>(
  scope: Scope,
  family: Chosen
): Promise<DriverFamilies[Chosen] | null> {
  if (!isActive(scope, moduleOf(family))) return null
  const fake = fakeOf(family)
  if (fake) return fake
  const chosen = await readChoice(scope, family)
  if (!chosen || !isActive(scope, moduleOf(chosen.driverId))) return null
  const key = `${scope.organisationId}:${family}`
  const known = kept.get(key)
  kept.delete(key)
  const current =
    known?.stamp === chosen.stamp
      ? known
      : { stamp: chosen.stamp, instance: make(scope, family, chosen.driverId) }
  kept.set(key, current)
  if (kept.size > MOST) kept.delete(kept.keys().next().value!)
  try {
    return (await current.instance) as DriverFamilies[Chosen] | null
  } catch (error) {
    if (kept.get(key) === current) kept.delete(key)
    throw error
  }
}

async function make(scope: Scope, family: string, id: string): Promise<unknown> {
  const driver = await loadDriver(id)
  if (!driver) return null
  if (driver.family !== ownFamily(family)) {
    throw new DriverMismatchError(id, `the family ${driver.family}`)
  }
  return driver.create(await insideScope(scope))
}

/** The choice and everything that its driver is made from, in one round trip. */
async function readChoice(scope: Scope, family: string) {
  const [row] = await scope.read((unit) =>
    unit.rows<{ driverId: string; stamp: string }>(
      `select d.driver_id as "driverId", concat_ws('|', d.driver_id, d.version, d.updated_at,
              (select concat_ws('@', s.version, s.updated_at) from module_settings s
                where s.organisation_id = d.organisation_id and s.module_id = split_part(d.driver_id, '.', 1)),
              (select concat_ws('@', s.version, s.updated_at) from deployment_module_settings s
                where s.module_id = split_part(d.driver_id, '.', 1)),
              (select string_agg(k.key || '@' || k.stored_at, ',' order by k.key) from organisation_secrets k
                where k.organisation_id = d.organisation_id
                  and split_part(k.key, '.', 1) = split_part(d.driver_id, '.', 1))) as stamp
         from organisation_drivers d
        where d.organisation_id = ? and d.family = ?`,
      [scope.organisationId, family]
    )
  )
  if (!row) return null
  const version = installedRegistry().get(moduleOf(row.driverId))?.manifest.version
  return { ...row, stamp: `${row.stamp}|${version}` }
}
