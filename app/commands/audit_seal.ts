import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { organisationIds, sealOrganisation } from '../audit/seal.ts'
import { KarkhanaError } from '../errors.ts'

/** Seals the audit trail now; the worker does the same at its start and every hour. */
export default class AuditSeal extends BaseCommand {
  static commandName = 'audit:seal'
  static description = 'Seal what was written to the audit trail'
  static options: CommandOptions = { startApp: true }

  @flags.string({ description: 'Id of the organisation; all of them when left out' })
  declare org: string

  @flags.boolean({ description: 'Print JSON' })
  declare json: boolean

  async run() {
    try {
      const results = []
      for await (const id of organisationIds(this.org)) {
        const sealed = await sealOrganisation(id)
        results.push(sealed)
        if (this.json || !sealed.head) continue
        this.logger.action(`${id}: ${sealed.rows} rows in ${sealed.seals} seals`).succeeded()
      }
      if (this.json) return this.logger.log(JSON.stringify(results))
      if (!results.some(({ head }) => head)) this.logger.info('Everything is sealed already.')
    } catch (error) {
      if (!(error instanceof KarkhanaError)) throw error
      this.exitCode = 1
      this.logger.error(`${error.message} ${error.next ?? ''}`.trim())
    }
  }
}
