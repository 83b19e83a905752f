import { flags } from '@adonisjs/core/ace'
import { chosenOrganisations } from '../console/chosen_organisations.ts'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { runRetention, type RetentionRun } from '../data/erasure/retention.ts'
import { systemScope } from '../tenancy/open_scope.ts'

/** Erases and deletes what is past its time, as the tables declare; the clock does the same every night. */
export default class DataRetain extends KernelCommand {
  static commandName = 'data:retain'
  static description = 'Erase and delete what is past its retention'

  @flags.string({ description: 'Id of an organisation; all of them when left out' })
  declare org: string

  @flags.boolean({ description: 'Show what is due without changing anything' })
  declare dryRun: boolean

  protected async perform(): Promise<Outcome> {
    const registry = await this.registry()
    const runs: (RetentionRun & { organisationId: string })[] = []
    for await (const organisationId of chosenOrganisations(this.org)) {
      const scope = await systemScope(organisationId, DataRetain.commandName)
      const run = await runRetention(scope, registry, { dryRun: this.dryRun })
      runs.push({ organisationId, ...run })
    }
    const lines = runs.flatMap(({ organisationId, tables }) =>
      tables.map(
        ({ label, due, erased, deleted, keep }) =>
          `${organisationId}: ${label}, ${due} older than ${keep}` +
          (erased === null ? '' : `, ${erased} erased, ${deleted} deleted`)
      )
    )
    return {
      json: { dryRun: this.dryRun ?? false, organisations: runs },
      lines: lines.length > 0 ? lines : ['Nothing is past its time.'],
    }
  }
}
