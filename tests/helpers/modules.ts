import app from '@adonisjs/core/services/app'
import { ModuleRegistry, systemScope, type Scope } from '@karkhana/kernel'
import type { ModuleManifest } from '@karkhana/kernel/module'
import type { Workshop } from '@karkhana/kernel/testing'
import { readModules } from '../../app/modules/module_rows.ts'
import type { StoredState } from '../../app/modules/states.ts'

/** The modules of this deployment. */
export const registryOf = () => app.container.make(ModuleRegistry)

/** The modules of this deployment with some more, which only the test has. */
export async function registryWith(...manifests: ModuleManifest[]): Promise<ModuleRegistry> {
  const installed = (await registryOf()).all()
  return new ModuleRegistry([
    ...installed,
    ...manifests.map((manifest) => ({ manifest, folder: 'tests' })),
  ])
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
 * Records that the data of these modules was exported, verified and downloaded, as the export itself does.
 * @returns the id of the export
 */
export async function recordExport(
  scope: Scope,
  registry: ModuleRegistry,
  modules: string[],
  { downloads = 1 } = {}
): Promise<string> {
  return scope.work(async (unit) => {
    const digests: Record<string, Record<string, unknown>> = {}
    for (const id of modules) {
      digests[id] = {}
      for (const table of Object.keys(registry.manifestOf(id).tables)) {
        const [{ digest }] = await unit.rows<{ digest: string }>(
          `select kernel_table_digest(?, '{}'::text[]) ->> 'digest' as digest`,
          [table]
        )
        digests[id][table] = { digest, hidden: [] }
      }
    }
    const [row] = await unit.rows<{ id: string }>(
      `insert into data_exports (organisation_id, id, modules, state, digests, sha256, bytes, file, requested_by,
                                 finished_at, verified_at, expires_at, downloads)
       values (?, gen_random_uuid(), ?, 'ready', ?, repeat('ab', 32), 1, 'test.zip', 'test', now(), now(),
               now() + interval '7 days', ?) returning id`,
      [scope.organisationId, modules, JSON.stringify(digests), downloads]
    )
    return row.id
  })
}
