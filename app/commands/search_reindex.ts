import { flags } from '@adonisjs/core/ace'
import { chosenOrganisations } from '../console/chosen_organisations.ts'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { NotFoundError } from '../errors.ts'
import { reindex, type Reindexed } from '../search/index/reindex.ts'

/** Makes the documents of the search anew, while everybody works. The worker does so by itself where it is needed. */
export default class SearchReindex extends KernelCommand {
  static commandName = 'search:reindex'
  static description = 'Make the search index anew from the records'

  @flags.string({ description: 'Id of an organisation; all of them when left out' })
  declare org: string

  @flags.string({ description: 'Id of a module; all of them when left out' })
  declare module: string

  @flags.boolean({ description: 'From the first record, also where a run was broken off' })
  declare fresh: boolean

  protected async perform(): Promise<Outcome> {
    const registry = await this.registry()
    if (this.module && !registry.get(this.module)) throw new NotFoundError('module', 'module')
    const done: Reindexed[] = []
    for await (const organisationId of chosenOrganisations(this.org)) {
      const runs = await reindex(organisationId, registry, {
        fresh: this.fresh ?? false,
        kinds: (_, module) => !this.module || module === this.module,
        onProgress: (progress) => this.#tell(progress),
      })
      done.push(...runs)
    }
    const written = done.reduce((sum, run) => sum + run.written, 0)
    const removed = done.reduce((sum, run) => sum + run.removed, 0)
    return {
      json: { kinds: done, written, removed },
      lines: [
        ...done.map(
          ({ organisationId, kind, read, written: made, removed: gone }) =>
            `${organisationId}: ${kind}, ${read} read, ${made} written, ${gone} removed`
        ),
        `${written} documents written, ${removed} removed.`,
      ],
    }
  }

  /** How far it has come, for people who wait; every ten thousand records. */
  #tell({ organisationId, kind, read }: Reindexed) {
    if (this.json || read === 0 || read % 10_000 !== 0) return
    this.logger.info(`${organisationId}: ${kind}, ${read} read`)
  }
}
