import { args, flags } from '@adonisjs/core/ace'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { suspendOrganisation } from '../console/organisations.ts'
import { suspensionOptions } from '../console/validators.ts'

/** Closes an organisation to its members, tokens and jobs; its data is kept and its owners are told. */
export default class OrgSuspend extends KernelCommand {
  static commandName = 'org:suspend'
  static description = 'Suspend an organisation'

  @args.string({ description: 'Id of the organisation' })
  declare org: string

  @flags.string({ description: 'Why; the members and owners read it' })
  declare reason: string

  protected optionNames = { org: '<org>' }

  protected async perform(): Promise<Outcome> {
    const { reason } = await this.check(suspensionOptions, { reason: this.reason })
    const { id, name } = await suspendOrganisation(this.org, reason)
    return {
      json: { id, name, suspended: true, reason },
      lines: [`${name} is suspended. Its data is kept; open it again by: org:resume ${id}`],
    }
  }
}
