import logger from '@adonisjs/core/services/logger'
import { readableModules } from '../modules/gate.ts'
import { loadContributed, type Contributed } from '../modules/load_contributed.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { SearchHit, SearchSource } from './declaration.ts'

/** The hits of one source. */
export interface SearchGroup {
  id: string
  label: string
  icon: string
  hits: SearchHit[]
}

export interface SearchAnswer {
  text: string
  groups: SearchGroup[]
  /** Sources that did not answer in time: what they would have found is missing. */
  missing: string[]
}

/** How long sources may take, and how much each may find. */
export interface SearchOptions {
  /** Hits of each source. */
  limit?: number
  /** Milliseconds that the database gives each statement of a source. */
  statement?: number
  /** Milliseconds after which a source is left out, whatever it does. */
  patience?: number
}

const USUAL: Required<SearchOptions> = { limit: 5, statement: 200, patience: 500 }
/** Shorter texts find everything. */
const SHORTEST = 2

/**
 * Asks every source that the reader may see at once. A source that fails or takes too long is left out, and the log
 * names its module: one bad source costs its own hits and nothing else.
 */
export async function search(
  scope: Scope,
  registry: ModuleRegistry,
  typed: string,
  options: SearchOptions = {}
): Promise<SearchAnswer> {
  const allowed = { ...USUAL, ...options }
  const whole = typed.normalize('NFKC').trim()
  if (whole.length < SHORTEST) return { text: whole, groups: [], missing: [] }
  const { text, sources } = narrowed(whole, await sourcesFor(scope, registry))
  if (text.length < SHORTEST) return { text: whole, groups: [], missing: [] }
  const answers = await Promise.all(
    sources.map(async (source) => ({ source, hits: await ask(scope, source, text, allowed) }))
  )
  return {
    text: whole,
    groups: answers
      .filter(({ hits }) => hits && hits.length > 0)
      .map(({ source: { value }, hits }) => ({
        id: value.id,
        label: value.label,
        icon: value.icon,
        hits: hits!,
      })),
    missing: answers.filter(({ hits }) => !hits).map(({ source: { value } }) => value.label),
  }
}

/** The sources of the reader: of modules in use, and of archived ones. */
async function sourcesFor(scope: Scope, registry: ModuleRegistry) {
  const modules = readableModules(registry.manifests(), scope)
  const all = await loadContributed(modules, 'search', ({ search: sources }) => sources)
  return all.filter(({ value }) => scope.can(value.permission))
}

/** `inv: 42` looks among invoices alone: two letters or more of what the kind is called, before a colon. */
const PREFIXED = /^(\p{L}[\p{L}\p{M}]+):\s*(.*)$/u

function narrowed(whole: string, sources: Contributed<SearchSource>[]) {
  const [, prefix, text] = PREFIXED.exec(whole) ?? []
  const named = prefix
    ? sources.filter(({ value: { id, label } }) =>
        [label, id.split('.')[1]].some((name) =>
          name.toLowerCase().replaceAll(' ', '').startsWith(prefix.toLowerCase())
        )
      )
    : []
  // No kind is called that: it belongs to the text.
  return named.length > 0 ? { text, sources: named } : { text: whole, sources }
}

async function ask(
  scope: Scope,
  { module, value: source }: Contributed<SearchSource>,
  text: string,
  { limit, statement, patience }: Required<SearchOptions>
): Promise<SearchHit[] | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer after ${patience} ms`)), patience)
  })
  try {
    const finding = scope.read(async (unit) => {
      await unit.rows(`select set_config('statement_timeout', ?, true)`, [String(statement)])
      return source.find(scope, text, limit)
    })
    const hits = await Promise.race([finding, late])
    return hits.slice(0, limit)
  } catch (error) {
    logger.error(
      { err: error, module: module.id, source: source.id },
      'a search source is left out'
    )
    return null
  } finally {
    clearTimeout(timer)
  }
}
