import db from '@adonisjs/lucid/services/db'
import { systemScope } from '../tenancy/open_scope.ts'
import { writeVersion } from './module_rows.ts'
import type { ModuleRegistry } from './registry.ts'

/** Data of an organisation that is of another version of its module than the installed one. */
export interface Outdated {
  organisationId: string
  module: string
  from: string
  to: string
}

/**
 * Modules in use or archived whose data was not brought to the installed version yet. What is paused is brought there
 * when it is switched on again.
 * @param organisationId one organisation; all of them when left out
 */
export async function outdatedModules(
  registry: ModuleRegistry,
  organisationId?: string
): Promise<Outdated[]> {
  const manifests = registry.manifests().filter(({ id }) => !registry.quarantine.has(id))
  const { rows } = await db.rawQuery(
    `select m.organisation_id, m.module_id, m.module_version
       from organisation_modules m
       join unnest(?::text[], ?::text[]) with ordinality as i (id, version, place) on i.id = m.module_id
      where m.state in ('enabled', 'archived') and m.module_version <> i.version
        and m.organisation_id = coalesce(?::uuid, m.organisation_id)
      order by m.organisation_id, i.place`,
    [
      manifests.map(({ id }) => id),
      manifests.map(({ version }) => version),
      organisationId ?? null,
    ] as never[]
  )
  return (rows as { organisation_id: string; module_id: string; module_version: string }[]).map(
    (row) => ({
      organisationId: row.organisation_id,
      module: row.module_id,
      from: row.module_version,
      to: registry.manifestOf(row.module_id).version,
    })
  )
}

/**
 * Brings the data of one module of one organisation to the installed version, in one transaction: `lifecycle.upgrade`
 * and the note that it was done. A second call finds nothing to do.
 * @returns whether there was something to do
 */
export async function upgradeModule(
  registry: ModuleRegistry,
  { organisationId, module }: Outdated
): Promise<boolean> {
  const scope = await systemScope(organisationId, 'module.upgrade')
  const { version, lifecycle } = registry.manifestOf(module)
  return scope.work(async (unit) => {
    const [row] = await unit.rows<{ module_version: string }>(
      `select module_version from organisation_modules
        where organisation_id = ? and module_id = ? and state in ('enabled', 'archived')
          and module_version <> ? for update`,
      [organisationId, module, version]
    )
    if (!row) return false
    const upgrade = await lifecycle.upgrade?.()
    await upgrade?.default(scope, row.module_version)
    await writeVersion(unit, module, version)
    return true
  })
}

/** What became of the data of one module of one organisation. */
export interface Upgraded extends Outdated {
  done: boolean
  failure: string | null
}

/** Upgrades one after the other; what fails is told and does not hold up the rest. */
export async function upgradeModules(
  registry: ModuleRegistry,
  outdated: Outdated[]
): Promise<Upgraded[]> {
  const upgrades: Upgraded[] = []
  for (const each of outdated) {
    try {
      await upgradeModule(registry, each)
      upgrades.push({ ...each, done: true, failure: null })
    } catch (error) {
      upgrades.push({ ...each, done: false, failure: (error as Error).message })
    }
  }
  return upgrades
}
