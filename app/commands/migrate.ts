import { flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { fileURLToPath } from 'node:url'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { migrateDatabase } from '../console/migrate_database.ts'

/** Brings the database up to date as its owner; `npm start` does the same by itself. */
export default class Migrate extends KernelCommand {
  static commandName = 'migrate'
  static description = 'Run the migrations of the kernel and of every installed module'
  static options: CommandOptions = { startApp: false }

  @flags.boolean({ description: 'Print the SQL without running it' })
  declare dryRun: boolean

  protected async perform(): Promise<Outcome> {
    const result = await migrateDatabase({
      root: fileURLToPath(this.app.appRoot),
      dryRun: this.dryRun,
      onStep: (step) => this.json || this.logger.action(step).succeeded(),
    })
    return {
      json: result,
      lines: [
        ...(this.dryRun ? result.sql.map((sql) => `${sql};\n`) : []),
        ...(result.steps.length === 0 ? ['The database is up to date.'] : []),
      ],
    }
  }
}
