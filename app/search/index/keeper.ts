import db from '@adonisjs/lucid/services/db'
import type { Logger } from '@adonisjs/core/logger'
import type { ModuleRegistry } from '../../modules/registry.ts'
import { systemScope } from '../../tenancy/open_scope.ts'
import { followChanges } from './changes.ts'
import { reindexKind } from './reindex.ts'
import { installedSources, type IndexedSource } from './sources.ts'

/** Milliseconds between two looks for changes. */
const LOOK = 300
/** Milliseconds between two looks for kinds that are to be made anew. */
const DUE = 60_000
/** Batches of one organisation before others have their turn. */
const TURN = 4

/**
 * The worker's part in the search: documents follow the changes of every organisation within a second, and are made
 * anew where a module declares its search otherwise. Any number of nodes may run one.
 */
export class SearchKeeper {
  #timers: NodeJS.Timeout[] = []
  #looking: Promise<void> | undefined
  #making: Promise<void> | undefined
  #stopped = false

  constructor(
    private registry: ModuleRegistry,
    private logger: Logger
  ) {}

  start() {
    this.#timers = [
      setInterval(() => this.#look(), LOOK).unref(),
      setInterval(() => this.#makeDue(), DUE).unref(),
    ]
    this.#makeDue()
  }

  /** Lets the batches that are underway end. */
  async stop() {
    this.#stopped = true
    for (const timer of this.#timers) clearInterval(timer)
    await Promise.all([this.#looking, this.#making])
  }

  #look() {
    this.#looking ??= this.#follow()
      .catch((error: unknown) => this.logger.error({ err: error }, 'the search follows no change'))
      .finally(() => (this.#looking = undefined))
  }

  async #follow() {
    const { rows } = await db.rawQuery('select kernel_search_pending() as id')
    for (const { id } of rows as { id: string }[]) {
      if (this.#stopped) return
      try {
        await followChanges(id, this.registry, { batches: TURN })
      } catch (error) {
        this.logger.error({ err: error, organisationId: id }, 'the search follows no change of one')
      }
    }
  }

  #makeDue() {
    this.#making ??= this.#make()
      .catch((error: unknown) => this.logger.error({ err: error }, 'the search is not made anew'))
      .finally(() => (this.#making = undefined))
  }

  async #make() {
    const sources = await installedSources(this.registry)
    const versions = Object.fromEntries(sources.map(({ source, version }) => [source.id, version]))
    const tried = new Set<string>()
    for (;;) {
      const { rows } = await db.rawQuery(
        'select organisation_id as id, kind from kernel_search_due(?)',
        [JSON.stringify(versions)]
      )
      const due = (rows as { id: string; kind: string }[]).filter(
        ({ id, kind }) => !tried.has(`${id} ${kind}`)
      )
      if (due.length === 0) return
      for (const { id, kind } of due) {
        if (this.#stopped) return
        tried.add(`${id} ${kind}`)
        await this.#makeOne(
          id,
          sources.find(({ source }) => source.id === kind)!,
          sources
        )
      }
    }
  }

  async #makeOne(organisationId: string, each: IndexedSource, sources: readonly IndexedSource[]) {
    try {
      const scope = await systemScope(organisationId, 'search')
      await reindexKind(scope, each, sources, { stopping: () => this.#stopped })
    } catch (error) {
      const kind = each.source.id
      this.logger.error({ err: error, organisationId, kind }, 'a search is not made anew')
    }
  }
}
