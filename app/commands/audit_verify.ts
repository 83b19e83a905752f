import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { readKnownHeads } from '../audit/known_heads.ts'
import { AUDIT_PROBLEMS } from '../audit/problems.ts'
import { organisationIds } from '../audit/seal.ts'
import { verifyAudit, type AuditReport, type KnownHead } from '../audit/verify.ts'
import { KarkhanaError } from '../errors.ts'

/** Computes every seal of the audit trail anew and says where it was tampered with; ends with 1 if it was. */
export default class AuditVerify extends BaseCommand {
  static commandName = 'audit:verify'
  static description = 'Verify that nobody tampered with the audit trail'
  static options: CommandOptions = { startApp: true }

  @flags.string({ description: 'Id of the organisation; all of them when left out' })
  declare org: string

  @flags.string({
    description: 'File of an earlier audit:verify --json, whose heads must still stand',
  })
  declare heads: string

  @flags.boolean({ description: 'Print JSON' })
  declare json: boolean

  async run() {
    try {
      const known = this.heads ? await readKnownHeads(this.heads) : new Map<string, KnownHead>()
      const reports: AuditReport[] = []
      for await (const id of organisationIds(this.org)) {
        const report = await verifyAudit(id, known.get(id))
        reports.push(report)
        if (!this.json) this.#print(report)
      }
      const whole = reports.every(({ problems }) => problems.length === 0)
      if (!whole) this.exitCode = 1
      if (this.json) this.logger.log(JSON.stringify({ whole, organisations: reports }))
      else if (whole) this.logger.success('The audit trail is whole.')
      else this.logger.error('The audit trail was tampered with. Keep the database as it is.')
    } catch (error) {
      if (!(error instanceof KarkhanaError)) throw error
      this.exitCode = 1
      this.logger.error(`${error.message} ${error.next ?? ''}`.trim())
    }
  }

  #print({ organisationId, seals, rows, unsealed, head, problems }: AuditReport) {
    const last = head ? `, head ${head.sequence}:${head.hash}` : ''
    this.logger.log(
      `${organisationId}: ${rows} rows in ${seals} seals, ${unsealed} not sealed yet${last}`
    )
    for (const { kind, seal, row } of problems) {
      const place = [seal && `seal ${seal}`, row && `row ${row}`].filter(Boolean).join(', ')
      this.logger.error(`${organisationId}, ${place}: ${AUDIT_PROBLEMS[kind]}`)
    }
  }
}
