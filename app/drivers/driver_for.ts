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

/** A chosen driver with its id; of a stand-in, the family. */
export interface ChosenDriver<Chosen extends Family> {
  id: string
  driver: DriverFamilies[Chosen]
}

/**
 * The driver that the organisation has chosen, made from its settings and secrets; the same instance until one of
 * them changes, on every node. `null` when none is chosen, or when its module or that of the family is off.
 */
export async function driverFor<Chosen extends Family>(
  scope: Scope,
  family: Chosen
): Promise<DriverFamilies[Chosen] | null> {
  const [chosen] = await driversFor(scope, [family])
  return chosen?.driver ?? null
}

/** The same for several families, in their order and by one question; those without a driver are left out. */
export async function driversFor<Chosen extends Family>(
  scope: Scope,
  families: readonly Chosen[]
): Promise<ChosenDriver<Chosen>[]> {
  const asked = families.filter((family) => isActive(scope, moduleOf(family)))
  const unfaked = asked.filter((family) => !fakeOf(family))
  const choices = unfaked.length > 0 ? await readChoices(scope, unfaked) : []
  const found: ChosenDriver<Chosen>[] = []
  for (const family of asked) {
    const fake = fakeOf(family)
    const choice = choices.find((each) => each.family === family)
    const driver = fake ?? (choice ? await instanceOf(scope, family, choice) : null)
    if (driver) found.push({ id: choice?.driverId ?? family, driver })
  }
  return found
}

async function instanceOf<Chosen extends Family>(
  scope: Scope,
  family: Chosen,
  chosen: Choice
): Promise<DriverFamilies[Chosen] | null> {
  if (!isActive(scope, moduleOf(chosen.driverId))) return null
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

interface Choice {
  family: string
  driverId: string
  stamp: string
}

/** The choices and everything that their drivers are made from, in one round trip. */
async function readChoices(scope: Scope, families: readonly string[]): Promise<Choice[]> {
  const rows = await scope.read((unit) =>
    unit.rows<Choice>(
      `select d.family, d.driver_id as "driverId", concat_ws('|', d.driver_id, d.version, d.updated_at,
              (select concat_ws('@', s.version, s.updated_at) from module_settings s
                where s.organisation_id = d.organisation_id and s.module_id = split_part(d.driver_id, '.', 1)),
              (select concat_ws('@', s.version, s.updated_at) from deployment_module_settings s
                where s.module_id = split_part(d.driver_id, '.', 1)),
              (select string_agg(k.key || '@' || k.stored_at, ',' order by k.key) from organisation_secrets k
                where k.organisation_id = d.organisation_id
                  and split_part(k.key, '.', 1) = split_part(d.driver_id, '.', 1))) as stamp
         from organisation_drivers d
        where d.organisation_id = ? and d.family = any(?)`,
      [scope.organisationId, [...families]]
    )
  )
  return rows.map((row) => {
    const version = installedRegistry().get(moduleOf(row.driverId))?.manifest.version
    return { ...row, stamp: `${row.stamp}|${version}` }
  })
}
