import type { ModuleRegistry } from '../../modules/registry.ts'
import { systemScope } from '../../tenancy/open_scope.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { holdIndex } from './changes.ts'
import { readNext } from './records.ts'
import { installedSources, type IndexedSource } from './sources.ts'
import { refresh, store } from './store.ts'

/** Records that one transaction reads. */
const BATCH = 1_000

/** How far making the documents of one kind has come. */
export interface Reindexed {
  organisationId: string
  kind: string
  /** Records that were read, by this run and the one that it goes on with. */
  read: number
  /** Documents that were made or changed by this run. */
  written: number
  /** Documents of records that are gone. */
  removed: number
}

export interface ReindexOptions {
  /** From the first record, also where a run was broken off. */
  fresh?: boolean
  /** Kinds to make; all of the deployment when left out. */
  kinds?: (kind: string, module: string) => boolean
  onProgress?: (progress: Reindexed) => void
  /** Asked between batches; what was done is kept, and the next run goes on there. */
  stopping?: () => boolean
}

/**
 * Makes the documents of an organisation anew while it works: in batches by the ids of records, each one transaction.
 * What is there stays until it is replaced. A run that was broken off is gone on with.
 */
export async function reindex(
  organisationId: string,
  registry: ModuleRegistry,
  { kinds = () => true, ...options }: ReindexOptions = {}
): Promise<Reindexed[]> {
  const scope = await systemScope(organisationId, 'search:reindex')
  const sources = await installedSources(registry)
  const done: Reindexed[] = []
  for (const each of sources) {
    if (!kinds(each.source.id, each.module.id) || options.stopping?.()) continue
    done.push(await reindexKind(scope, each, sources, options))
  }
  return done
}

/** @internal One kind of one organisation. */
export async function reindexKind(
  scope: Scope,
  each: IndexedSource,
  sources: readonly IndexedSource[],
  { fresh = false, onProgress, stopping }: ReindexOptions = {}
): Promise<Reindexed> {
  const names = sources.map(({ source }) => source.id)
  const run = await scope.work((unit) => begin(unit, each, fresh))
  const progress: Reindexed = {
    ...{ organisationId: scope.organisationId, kind: each.source.id },
    ...{ read: run.read, written: 0, removed: 0 },
  }
  for (let { reached } = run; ;) {
    if (stopping?.()) return progress
    const last = await scope.work((unit) => readBatch(unit, each, reached, names, progress))
    onProgress?.(progress)
    if (last === null) break
    reached = last
  }
  for (let checked: string | null = null; ;) {
    if (stopping?.()) return progress
    checked = await scope.work((unit) => checkBatch(unit, each, checked, names, progress))
    if (checked === null) break
  }
  await scope.work((unit) =>
    unit.rows(
      `update search_states set finished_at = now()
        where organisation_id = ? and kind = ? and version = ?`,
      [scope.organisationId, each.source.id, each.version]
    )
  )
  onProgress?.(progress)
  return progress
}

/** Where to go on: at the beginning, or where a run by the same declaration was broken off. */
async function begin(unit: Unit, { source, version }: IndexedSource, fresh: boolean) {
  const [state] = await unit.rows<{ reached: string | null; read: string }>(
    `insert into search_states as s (organisation_id, kind, version) values (?, ?, ?)
     on conflict (organisation_id, kind) do update
        set version = excluded.version,
            reached = case when s.finished_at is null and s.version = excluded.version and not ? then s.reached end,
            documents = case when s.finished_at is null and s.version = excluded.version and not ? then s.documents
                             else 0 end,
            started_at = now(), finished_at = null
     returning reached::text as reached, documents::text as read`,
    [unit.scope.organisationId, source.id, version, fresh, fresh]
  )
  return { reached: state.reached, read: Number(state.read) }
}

async function readBatch(
  unit: Unit,
  each: IndexedSource,
  reached: string | null,
  kinds: readonly string[],
  progress: Reindexed
): Promise<string | null> {
  await holdIndex(unit, true)
  const records = await readNext(unit, each, reached, BATCH)
  const { written } = await store(unit, each, records, kinds)
  progress.read += records.length
  progress.written += written
  const last = records.at(-1)?.id ?? null
  if (last) {
    await unit.rows(
      `update search_states set reached = ?, documents = ? where organisation_id = ? and kind = ?`,
      [last, progress.read, unit.scope.organisationId, each.source.id]
    )
  }
  return records.length < BATCH ? null : last
}

/** Documents whose records are gone, or are found no more. @returns the last one looked at, `null` at the end */
async function checkBatch(
  unit: Unit,
  each: IndexedSource,
  after: string | null,
  kinds: readonly string[],
  progress: Reindexed
): Promise<string | null> {
  await holdIndex(unit, true)
  const { source } = each
  const condition = source.where ? `and (${source.where})` : ''
  const rows = await unit.rows<{ id: string; gone: boolean }>(
    `select d.record_id::text as id,
            not exists (select 1 from ${source.table} t
                         where t.organisation_id = d.organisation_id and t.id = d.record_id ${condition}) as gone
       from search_documents d
      where d.organisation_id = ? and d.kind = ? and (?::uuid is null or d.record_id > ?::uuid)
      order by d.record_id limit ?`,
    [unit.scope.organisationId, source.id, after, after, BATCH * 5]
  )
  const gone = rows.filter((row) => row.gone).map(({ id }) => id)
  if (gone.length > 0) progress.removed += (await refresh(unit, each, gone, kinds)).removed
  return rows.length < BATCH * 5 ? null : rows.at(-1)!.id
}
