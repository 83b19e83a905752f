import { flags } from '@adonisjs/core/ace'
import { sealOrganisation, type Sealed } from '../audit/seal.ts'
import { chosenOrganisations } from '../console/chosen_organisations.ts'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'

/** Seals the audit trail now; the worker does the same at its start and every hour. */
export default class AuditSeal extends KernelCommand {
  static commandName = 'audit:seal'
  static description = 'Seal what was written to the audit trail'

  @flags.string({ description: 'Id of an organisation; all of them when left out' })
  declare org: string

  protected async perform(): Promise<Outcome> {
    const sealed: Sealed[] = []
    for await (const id of chosenOrganisations(this.org)) {
      const made = await sealOrganisation(id)
      if (made.head) sealed.push(made)
    }
    return {
      json: sealed,
      lines:
        sealed.length === 0
          ? ['Everything is sealed already.']
          : sealed.map((made) => `${made.organisationId}: ${made.rows} rows, ${made.seals} seals`),
    }
  }
}
