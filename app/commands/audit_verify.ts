import { flags } from '@adonisjs/core/ace'
import { readKnownHeads } from '../audit/known_heads.ts'
import { AUDIT_PROBLEMS } from '../audit/problems.ts'
import { verifyAudit, type AuditReport, type KnownHead } from '../audit/verify.ts'
import { chosenOrganisations } from '../console/chosen_organisations.ts'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'

/** Computes every seal of the audit trail anew and says where it was tampered with; ends with 1 if it was. */
export default class AuditVerify extends KernelCommand {
  static commandName = 'audit:verify'
  static description = 'Verify that nobody tampered with the audit trail'
  static help = [
    'Keep what --json prints somewhere else than the database, and name that file by --heads later on: then a trail',
    'that was cut off is found out as well.',
  ]

  @flags.string({ description: 'Id of an organisation; all of them when left out' })
  declare org: string

  @flags.string({
    description: 'File of an earlier audit:verify --json; its heads must still stand',
  })
  declare heads: string

  protected async perform(): Promise<Outcome> {
    const known = this.heads ? await readKnownHeads(this.heads) : new Map<string, KnownHead>()
    const reports: AuditReport[] = []
    for await (const id of chosenOrganisations(this.org)) {
      reports.push(await verifyAudit(id, known.get(id)))
    }
    const whole = reports.every(({ problems }) => problems.length === 0)
    return {
      json: { whole, organisations: reports },
      lines: [
        ...reports.flatMap(linesOf),
        whole
          ? 'The audit trail is whole.'
          : 'The audit trail was tampered with. Keep the database as it is.',
      ],
      complete: whole,
    }
  }
}

function linesOf({ organisationId, seals, rows, unsealed, head, problems }: AuditReport) {
  const last = head ? `, head ${head.sequence}:${head.hash}` : ''
  return [
    `${organisationId}: ${rows} rows in ${seals} seals, ${unsealed} not sealed yet${last}`,
    ...problems.map(({ kind, seal, row }) => {
      const place = [seal && `seal ${seal}`, row && `row ${row}`].filter(Boolean).join(', ')
      return `${organisationId}, ${place}: ${AUDIT_PROBLEMS[kind]}`
    }),
  ]
}
