import { NotFoundError } from '../errors.ts'
import { activeModules, readableModules } from '../modules/gate.ts'
import { loadContributed, type Contributed } from '../modules/load_contributed.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { ExporterDefinition } from './exporter.ts'
import type { ImporterDefinition } from './importer.ts'

/** Permission to import and export at all; each definition asks for its own besides. */
export const TRANSFER = 'kernel.transfer.use'

/** What the reader may import: of modules in use. */
export async function importersFor(
  scope: Scope,
  registry: ModuleRegistry
): Promise<Contributed<ImporterDefinition>[]> {
  const modules = activeModules(registry.manifests(), scope)
  const all = await loadContributed(modules, 'importer', ({ importers }) => importers)
  return all.filter(({ value }) => scope.can(TRANSFER) && scope.can(value.permission))
}

/** What the reader may export: of modules in use, and of archived ones. */
export async function exportersFor(
  scope: Scope,
  registry: ModuleRegistry
): Promise<Contributed<ExporterDefinition>[]> {
  const modules = readableModules(registry.manifests(), scope)
  const all = await loadContributed(modules, 'exporter', ({ exporters }) => exporters)
  return all.filter(({ value }) => scope.can(TRANSFER) && scope.can(value.permission))
}

/** @throws NotFoundError also when the reader may not use it, or its module is off */
export async function importerNamed(
  scope: Scope,
  registry: ModuleRegistry,
  id: string
): Promise<Contributed<ImporterDefinition>> {
  const found = (await importersFor(scope, registry)).find(({ value }) => value.id === id)
  if (!found) throw new NotFoundError('import')
  return found
}

/** @throws NotFoundError also when the reader may not use it, or its module is off */
export async function exporterNamed(
  scope: Scope,
  registry: ModuleRegistry,
  id: string
): Promise<Contributed<ExporterDefinition>> {
  const found = (await exportersFor(scope, registry)).find(({ value }) => value.id === id)
  if (!found) throw new NotFoundError('export')
  return found
}
