import { flags } from '@adonisjs/core/ace'
import { organisationNamed } from '../console/organisation_named.ts'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { erasePerson } from '../data/erasure/erase_person.ts'
import { planErasure, type ErasurePlan } from '../data/erasure/plan.ts'
import { systemScope } from '../tenancy/open_scope.ts'

/** Erases what an organisation holds about somebody, as Settings → Data does. */
export default class DataErase extends KernelCommand {
  static commandName = 'data:erase'
  static description = 'Erase the personal data of somebody; look at the plan by --dry-run first'

  @flags.string({ description: 'Id of the organisation, or its name', required: true })
  declare org: string

  @flags.string({ description: 'Kind of person: contacts.contact, kernel.member' })
  declare kind: string

  @flags.string({ description: 'Id of the person', required: true })
  declare id: string

  @flags.string({ description: 'What the plan asks to type: "ERASE Raj Kumar"' })
  declare confirmation: string

  @flags.boolean({ description: 'Show the plan without changing anything' })
  declare dryRun: boolean

  protected async perform(): Promise<Outcome> {
    const registry = await this.registry()
    const scope = await systemScope((await organisationNamed(this.org)).id, DataErase.commandName)
    const kind = this.kind ?? 'contacts.contact'
    if (this.dryRun) {
      const plan = await planErasure(scope, registry, kind, this.id)
      return { json: plan, lines: linesOf(plan), complete: plan.blockers.length === 0 }
    }
    const done = await erasePerson(scope, registry, kind, this.id, this.confirmation ?? '')
    return {
      json: done,
      lines: [
        ...Object.entries(done.tables).map(
          ([table, { erased, kept }]) => `${table}: ${erased} erased, ${kept} kept by law`
        ),
        `${done.auditEntries} entries of the audit trail`,
        done.keptUntil ? `Something is kept by law until ${done.keptUntil}.` : 'Nothing is left.',
      ],
    }
  }
}

function linesOf(plan: ErasurePlan): string[] {
  return [
    ...plan.blockers.map(({ what, title }) => `In the way: ${what} ${title}`),
    ...plan.tables.map(({ label, rows, cleared, replaced, kept }) =>
      [
        `${label} (${rows})`,
        cleared.length > 0 ? `clears ${cleared.join(', ')}` : '',
        replaced.length > 0 ? `replaces ${replaced.join(', ')}` : '',
        kept ? `keeps ${kept.columns.join(', ')} until ${kept.until} (${kept.law})` : '',
      ]
        .filter(Boolean)
        .join('; ')
    ),
    `${plan.auditEntries} entries of the audit trail`,
    ...plan.notes,
    `To do it: --confirmation="${plan.confirmation}"`,
  ]
}
