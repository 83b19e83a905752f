import { flags } from '@adonisjs/core/ace'
import { fileURLToPath } from 'node:url'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { migrateDatabase } from '../console/migrate_database.ts'
import { organisationNamed } from '../console/organisation_named.ts'
import { outdatedModules, upgradeModules, type Upgraded } from '../modules/upgrades.ts'

/**
 * Brings the tables up to date as the owner of the database, then the data of each organisation to the installed
 * version of its modules. What fails is told and does not hold up the others; run it again after mending it.
 */
export default class ModuleMigrate extends KernelCommand {
  static commandName = 'module:migrate'
  static description = 'Run pending migrations, then upgrade the data of every organisation'

  @flags.string({ description: 'Upgrade the data of this organisation only; id or name' })
  declare org: string

  @flags.boolean({ description: 'Print the SQL and what would be upgraded, without running it' })
  declare dryRun: boolean

  protected async perform(): Promise<Outcome> {
    const registry = await this.registry()
    const organisationId = this.org ? (await organisationNamed(this.org)).id : undefined
    const { steps, sql } = await migrateDatabase({
      root: fileURLToPath(this.app.appRoot),
      dryRun: this.dryRun,
    })
    const outdated = await outdatedModules(registry, organisationId)
    const upgrades = this.dryRun
      ? outdated.map((each): Upgraded => ({ ...each, done: false, failure: null }))
      : await upgradeModules(registry, outdated)
    const failed = upgrades.filter(({ failure }) => failure !== null)
    return {
      json: { steps, sql, upgrades },
      lines: [
        ...sql.map((statement) => `${statement};\n`),
        ...(this.dryRun ? [] : steps.map((step) => `migrated ${step}`)),
        ...upgrades.map(({ organisationId: of, module, from, to, failure }) =>
          failure
            ? `${module} of ${of} stays at ${from}: ${failure}`
            : `${module} of ${of}: ${from} → ${to}`
        ),
        ...(steps.length + upgrades.length === 0 ? ['Everything is up to date.'] : []),
      ],
      complete: failed.length === 0,
    }
  }
}
