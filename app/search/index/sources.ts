import { createHash } from 'node:crypto'
import logger from '@adonisjs/core/services/logger'
import type { RecordRule } from '../../access/record_rules.ts'
import type { ModuleManifest } from '../../modules/manifest.ts'
import { loadContributed } from '../../modules/load_contributed.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import type { SearchSource } from '../declaration.ts'
import { sourceProblems } from './problems.ts'

/** Rises when documents are made otherwise of the same declaration: all are made anew then. */
const FORMAT = 2

/** A source with what the index needs to know of it. */
export interface IndexedSource {
  module: ModuleManifest
  source: SearchSource
  /** Who sees which rows of its table. */
  rule: RecordRule | null
  /** Fingerprint of what its documents are made by. */
  version: string
}

const known = new WeakMap<ModuleRegistry, Promise<IndexedSource[]>>()

/** What the installed modules let be found. A source that is not sound is left out, and the log says why. */
export function installedSources(registry: ModuleRegistry): Promise<IndexedSource[]> {
  const reading = known.get(registry) ?? read(registry)
  known.set(registry, reading)
  return reading
}

async function read(registry: ModuleRegistry): Promise<IndexedSource[]> {
  const manifests = registry.manifests()
  const all = await loadContributed(manifests, 'search', ({ search }) => search)
  return all.flatMap(({ module, value }) => {
    const problems = sourceProblems(value, module, manifests)
    if (problems.length === 0) return [indexed(module, value)]
    logger.error({ module: module.id, problems }, 'a search of a module is left out')
    return []
  })
}

function indexed(module: ModuleManifest, source: SearchSource): IndexedSource {
  const rule = module.records.find(({ table }) => table === source.table) ?? null
  const { label: _label, icon: _icon, permission: _permission, href: _href, ...declared } = source
  const made = JSON.stringify([FORMAT, declared, rule?.branch, rule?.own?.column])
  const version = createHash('sha256').update(made).digest('hex').slice(0, 16)
  return { module, source, rule, version }
}
