import { RuleError } from '../../errors.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { KERNEL_VERSION } from '../../version.ts'
import { KERNEL_TABLES } from '../kernel_tables.ts'

/** A module with data of the organisation; `kernel` is the organisation itself. */
export interface ExportableModule {
  id: string
  name: string
  version: string
  state: string
  /** Tables it declares; some modules have none. */
  tables: number
}

/** What the kernel's own data is called. */
export const KERNEL: ExportableModule = {
  id: 'kernel',
  name: 'Organisation, people and history',
  version: KERNEL_VERSION,
  state: 'enabled',
  tables: Object.keys(KERNEL_TABLES).length,
}

/**
 * The modules that hold data of the organisation: in use, paused or archived, whether it is entitled to them today or
 * not; purged ones hold none. And those that it used and that are not installed any more.
 */
export async function exportableModules(
  unit: Unit,
  registry: ModuleRegistry
): Promise<{ modules: ExportableModule[]; notInstalled: string[] }> {
  const rows = await unit.rows<{ id: string; state: string }>(
    `select module_id as id, state from organisation_modules
      where organisation_id = ? and state in ('enabled', 'paused', 'archived') order by module_id`,
    [unit.scope.organisationId]
  )
  const states = new Map(rows.map(({ id, state }) => [id, state]))
  const installed = registry.manifests().filter(({ id }) => states.has(id))
  return {
    modules: [
      KERNEL,
      ...installed.map(({ id, name, version, tables }) => ({
        id,
        name,
        version,
        state: states.get(id)!,
        tables: Object.keys(tables).length,
      })),
    ],
    notInstalled: rows
      .map(({ id }) => id)
      .filter((id) => !installed.some((manifest) => manifest.id === id)),
  }
}

/** The chosen ones among them, in their order. @throws RuleError naming `modules` */
export function chosenModules(all: ExportableModule[], ids: readonly string[] | 'all') {
  if (ids === 'all') return all
  const unknown = ids.filter((id) => !all.some((module) => module.id === id))
  if (ids.length === 0 || unknown.length > 0) {
    const message =
      unknown.length > 0
        ? `There is no data of ${unknown.join(', ')}.`
        : 'No module was chosen to export.'
    throw new RuleError('E_EXPORT_MODULES', message, {
      field: 'modules',
      next: `Choose from ${all.map(({ id }) => id).join(', ')}.`,
    })
  }
  return all.filter(({ id }) => ids.includes(id))
}
