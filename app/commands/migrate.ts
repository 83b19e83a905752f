import { fileURLToPath } from 'node:url'
import { BaseCommand, flags } from '@adonisjs/core/ace'
import { migrate } from '../migrations/migrate.ts'

/** Brings the database up to date as its owner; `npm start` does the same by itself. */
export default class Migrate extends BaseCommand {
  static commandName = 'migrate'
  static description = 'Run the migrations of the kernel and of every installed module'

  @flags.boolean({ description: 'Print the SQL without running it' })
  declare dryRun: boolean

  @flags.boolean({ description: 'Print JSON' })
  declare json: boolean

  async run() {
    const { DATABASE_URL: ownerUrl, DATABASE_APP_URL: appUrl } = process.env
    if (!ownerUrl || !appUrl) {
      this.exitCode = 1
      this.logger.error(
        'DATABASE_URL (the owner) and DATABASE_APP_URL (the application) are needed.'
      )
      return
    }
    const result = await migrate({
      root: fileURLToPath(this.app.appRoot),
      ownerUrl,
      appRole: decodeURIComponent(new URL(appUrl).username),
      dryRun: this.dryRun,
      onStep: (step) => this.json || this.logger.action(step).succeeded(),
    })
    if (this.json) return this.logger.log(JSON.stringify(result))
    if (this.dryRun) for (const sql of result.sql) this.logger.log(`${sql};\n`)
    if (result.steps.length === 0) this.logger.info('The database is up to date.')
  }
}
