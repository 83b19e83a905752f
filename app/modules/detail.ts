import { slotFaults, type SlotFault } from '../slots/faults.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { ModuleManifest } from './manifest.ts'
import { readModules } from './module_rows.ts'
import { rowsOf, type ModuleName, type ModuleRow } from './overview.ts'
import { peopleWhoPurge, PURGE } from './purge/people.ts'
import { latestPurges, type PurgeRequest } from './purge/requests.ts'
import { tombstonesOf, type Tombstone } from './purge/run.ts'
import { countRows } from './purge/tables.ts'
import type { ModuleRegistry } from './registry.ts'

/** What one module brings, as it stands in its manifest. */
export interface ModuleContents {
  menu: { label: string; href: string }[]
  permissions: string[]
  jobs: string[]
  schedules: { label: string; cron: string }[]
  emits: { id: string; description: string }[]
  handles: string[]
  webhooks: { name: string; description: string }[]
  /** Cards on pages of other modules, by slot, and on the start page. */
  fills: string[]
  widgets: string[]
  provides: string[]
  consumes: { id: string; need: 'required' | 'optional' }[]
  tables: string[]
}

/** One module with everything that is known of it here. */
export interface ModuleDetail extends ModuleRow {
  contents: ModuleContents
  enhances: ModuleName[]
  /** Version that the data of the organisation has, when it is not the installed one. */
  dataVersion: string | null
  /** The newest request to delete its data, while it can be confirmed, runs, or has failed. */
  purge: PurgeRequest | null
  tombstones: Tombstone[]
  /** Whether the reader could confirm a deletion that somebody else asks for. */
  mayPurge: boolean
  /** How many people could. */
  purgers: number
  /** What failed in pages by its doing in the last 30 days; for those who switch modules. */
  faults: SlotFault[]
}

/** @throws NotFoundError */
export async function moduleDetail(
  scope: Scope,
  registry: ModuleRegistry,
  id: string
): Promise<ModuleDetail> {
  const manifest = registry.manifestOf(id)
  const contents = await contentsOf(registry, manifest)
  return scope.read(async (unit) => {
    const rows = await readModules(unit, registry)
    const row = rowsOf(registry, rows).find((each) => each.id === id)!
    const [purge] = await latestPurges(unit, [id])
    const version = rows.versions.get(id)
    return {
      ...row,
      contents,
      enhances: Object.keys(manifest.enhances)
        .filter((other) => registry.get(other))
        .map((other) => ({ id: other, name: registry.manifestOf(other).name })),
      dataVersion: version && version !== manifest.version ? version : null,
      purge: purge && isOfInterest(purge) ? purge : null,
      tombstones: await tombstonesOf(unit, id),
      mayPurge: scope.can(PURGE),
      purgers: (await peopleWhoPurge(unit)).length,
      faults: scope.can('kernel.module.switch') ? await slotFaults(scope, id) : [],
    }
  })
}

/** Table to rows of one module; counts, so it is asked for after the page is there. */
export async function moduleRowCounts(
  scope: Scope,
  registry: ModuleRegistry,
  id: string
): Promise<Record<string, number>> {
  const tables = Object.keys(registry.manifestOf(id).tables)
  return scope.read((unit) => countRows(unit, tables))
}

const isOfInterest = ({ status }: PurgeRequest) =>
  ['requested', 'confirmed', 'failed'].includes(status)

async function contentsOf(
  registry: ModuleRegistry,
  manifest: ModuleManifest
): Promise<ModuleContents> {
  // What is out of order is told by its manifest alone.
  const loading = registry.quarantine.has(manifest.id) ? [] : manifest.jobs
  const jobs = await Promise.all(loading.map((load) => load()))
  return {
    menu: manifest.menu.map(({ label, href }) => ({ label, href })),
    permissions: manifest.permissions.map(({ label }) => label),
    jobs: jobs.map((job) => job.default.name),
    schedules: manifest.schedules.map(({ label, cron }) => ({ label, cron })),
    emits: manifest.events.emits.map(({ id, description }) => ({ id, description })),
    handles: Object.keys(manifest.events.handles),
    webhooks: manifest.webhooks.map(({ name, description }) => ({ name, description })),
    fills: Object.keys(manifest.slots),
    widgets: manifest.widgets.map(({ title }) => title),
    provides: Object.keys(manifest.provides),
    consumes: Object.entries(manifest.consumes).map(([id, need]) => ({ id, need })),
    tables: Object.keys(manifest.tables),
  }
}
