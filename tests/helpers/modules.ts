import { rm } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry, systemScope, type Scope } from '@karkhana/kernel'
import type { ModuleManifest } from '@karkhana/kernel/module'
import type { Workshop } from '@karkhana/kernel/testing'
import { downloadExport, exportNow } from '../../app/data/export/exports.ts'
import { NOWHERE } from '../../app/identity/services/origin.ts'
import { readModules } from '../../app/modules/module_rows.ts'
import { switchModule } from '../../app/modules/switching.ts'
import { withRequirements } from '../../app/modules/requirements.ts'
import type { StoredState } from '../../app/modules/states.ts'
import { storageFolder } from '../../app/storage_folder.ts'

/** The modules of this deployment. */
export const registryOf = () => app.container.make(ModuleRegistry)

/** The modules of this deployment that do without one: all but it and what needs it. */
export function modulesWithout(registry: ModuleRegistry, id: string): string[] {
  const manifests = registry.manifests()
  return manifests
    .map((each) => each.id)
    .filter((each) => !withRequirements(manifests, each).has(id))
}

/** The modules of this deployment with some more, which only the test has. */
export async function registryWith(...manifests: ModuleManifest[]): Promise<ModuleRegistry> {
  const installed = (await registryOf()).all()
  return new ModuleRegistry([
    ...installed,
    ...manifests.map((manifest) => ({ manifest, folder: 'tests' })),
  ])
}

/** Switches everything on, also what a new organisation starts without. */
export async function switchAllOn(workshop: Workshop, registry: ModuleRegistry) {
  for (const { id } of registry.manifests()) {
    await switchModule(await workshop.scope(), registry, id, 'enabled')
  }
}

/** Every table of every module to a digest of the organisation's rows, with the transactions that wrote them. */
export async function digestOf(
  { organisationId }: Pick<Workshop, 'organisationId'>,
  registry: ModuleRegistry
): Promise<Record<string, string>> {
  const scope = await systemScope(organisationId, 'test')
  return scope.read(async (unit) => {
    const digests: Record<string, string> = {}
    for (const table of registry.manifests().flatMap(({ tables }) => Object.keys(tables))) {
      const [{ digest }] = await unit.rows<{ digest: string }>(
        `select count(*) || ' ' || md5(coalesce(string_agg(t.xmin::text || t.ctid::text || t::text, '|' order by t.id), ''))
           as digest from ${table} t`
      )
      digests[table] = digest
    }
    return digests
  })
}

/** How the modules stand for an organisation, as the database has it. */
export async function statesOf(
  { organisationId }: Pick<Workshop, 'organisationId'>,
  registry: ModuleRegistry
): Promise<ReadonlyMap<string, StoredState>> {
  const scope = await systemScope(organisationId, 'test')
  return scope.read(async (unit) => (await readModules(unit, registry)).stored)
}

/** What is wrong with these states: what is on needs what it requires on, what is read needs it readable. */
export function illegal(
  registry: ModuleRegistry,
  states: ReadonlyMap<string, StoredState>
): string[] {
  return registry.manifests().flatMap(({ id, requires }) => {
    const state = states.get(id)
    const wanted =
      state === 'enabled' ? ['enabled'] : state === 'archived' ? ['enabled', 'archived'] : null
    if (!wanted) return []
    return Object.keys(requires)
      .filter((needed) => !wanted.includes(states.get(needed) ?? 'available'))
      .map((needed) => `${id} is ${state} and ${needed} is ${states.get(needed)}`)
  })
}

/**
 * Exports the data of these modules, and downloads the file so many times. Call `removeExports` afterwards.
 * @returns the id of the export
 */
export async function takeExport(
  scope: Scope,
  registry: ModuleRegistry,
  modules: string[],
  { downloads = 1 } = {}
): Promise<string> {
  const id = await exportNow(scope, registry, modules)
  for (let count = 0; count < downloads; count++) await downloadExport(scope, id, NOWHERE)
  return id
}

/** Removes the files that `takeExport` wrote. */
export const removeExports = () =>
  rm(storageFolder(app, 'exports'), { recursive: true, force: true })
