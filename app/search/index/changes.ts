import logger from '@adonisjs/core/services/logger'
import type { ModuleRegistry } from '../../modules/registry.ts'
import { systemScope } from '../../tenancy/open_scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { fromOf } from './records.ts'
import { installedSources, type IndexedSource } from './sources.ts'
import { forget, refresh } from './store.ts'

/** Changes that one transaction works off. */
const BATCH = 500

interface Change {
  id: string
  table_name: string | null
  kind: string | null
  row_id: string
}

/** Stands in the place of a table where words that nothing has any more are to be looked for. */
export const WORDS = 'search_words'

/**
 * Makes the documents of an organisation follow what changed in it, until nothing is left or `batches` are done. One
 * process at a time does so for an organisation; another answers at once.
 * @returns how many changes were worked off
 */
export async function followChanges(
  organisationId: string,
  registry: ModuleRegistry,
  { batches = Infinity }: { batches?: number } = {}
): Promise<number> {
  const scope = await systemScope(organisationId, 'search')
  const sources = await installedSources(registry)
  let followed = 0
  for (let batch = 0; batch < batches; batch++) {
    const worked = await scope.work((unit) => followBatch(unit, sources))
    followed += worked
    if (worked < BATCH) break
  }
  return followed
}

/** One at a time writes documents of an organisation: an older state of a record never overtakes a newer one. */
export async function holdIndex(unit: Unit, wait: boolean): Promise<boolean> {
  const key = `kernel.search:${unit.scope.organisationId}`
  if (wait) {
    await unit.rows('select pg_advisory_xact_lock(hashtextextended(?, 0))', [key])
    return true
  }
  const [{ held }] = await unit.rows<{ held: boolean }>(
    'select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as held',
    [key]
  )
  return held
}

async function followBatch(unit: Unit, sources: readonly IndexedSource[]): Promise<number> {
  if (!(await holdIndex(unit, false))) return 0
  const { organisationId } = unit.scope
  const changes = await unit.rows<Change>(
    `select id::text as id, table_name, kind, row_id::text as row_id from search_changes
      where organisation_id = ? order by id limit ?`,
    [organisationId, BATCH]
  )
  if (changes.length === 0) return 0
  const kinds = sources.map(({ source }) => source.id)
  const changed = Map.groupBy(changes, ({ table_name: table }) => table)
  for (const each of sources) {
    const { id: kind, table, joins = {} } = each.source
    const ids = changes
      .filter((change) => change.kind === kind || change.table_name === table)
      .map((change) => change.row_id)
    await guarded(unit, each, async () => {
      if (ids.length > 0) await refresh(unit, each, [...new Set(ids)], kinds)
      for (const [name, join] of Object.entries(joins)) {
        const rows = changed.get(join.table) ?? []
        await spread(unit, each, name, [...new Set(rows.map((change) => change.row_id))])
      }
    })
  }
  if (changed.has(WORDS)) await sweepWords(unit, kinds)
  await unit.rows(
    'delete from search_changes where organisation_id = ? and id = any(?::bigint[])',
    [organisationId, changes.map(({ id }) => id)]
  )
  return changes.length
}

/** The records that show one of these rows are to be read again; there may be many, so they wait their turn. */
async function spread(unit: Unit, each: IndexedSource, name: string, ids: string[]) {
  if (ids.length === 0) return
  await unit.rows(
    `insert into search_changes (organisation_id, kind, row_id)
     select t.organisation_id, ?, t.id ${fromOf(each)} and ${name}.id = any(?::uuid[])`,
    [each.source.id, ids]
  )
}

/** What one source cannot read costs its own documents: they are all made again later. */
async function guarded(unit: Unit, { module, source }: IndexedSource, work: () => Promise<void>) {
  await unit.rows('savepoint search_source')
  try {
    await work()
    await unit.rows('release savepoint search_source')
  } catch (error) {
    await unit.rows('rollback to savepoint search_source')
    logger.error(
      { err: error, module: module.id, source: source.id },
      'a search cannot be followed'
    )
    await unit.rows(
      'update search_states set finished_at = null where organisation_id = ? and kind = ?',
      [unit.scope.organisationId, source.id]
    )
  }
}

/** Words of documents that went without being read: with the data of a module, or by an erasure. */
async function sweepWords(unit: Unit, kinds: readonly string[]) {
  let after = ''
  for (;;) {
    const rows = await unit.rows<{ word: string }>(
      'select word from search_words where organisation_id = ? and word > ? order by word limit 2000',
      [unit.scope.organisationId, after]
    )
    if (rows.length === 0) return
    const words = rows.map(({ word }) => word)
    after = words.at(-1)!
    await forget(unit, words, kinds)
  }
}
