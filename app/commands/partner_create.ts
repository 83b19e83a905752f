import { flags } from '@adonisjs/core/ace'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { partnerOptions } from '../console/validators.ts'
import { createPartner } from '../partners/services/partners.ts'

/** Makes a partner with its first manager, who gets a mail with the way in. */
export default class PartnerCreate extends KernelCommand {
  static commandName = 'partner:create'
  static description = 'Create a partner who looks after organisations'

  @flags.string({ description: 'Name of the partner' })
  declare name: string

  @flags.string({ description: 'Name of the first manager' })
  declare managerName: string

  @flags.string({ description: 'E-mail of the first manager' })
  declare managerEmail: string

  protected async perform(): Promise<Outcome> {
    const { name, managerName, managerEmail } = this
    const input = await this.check(partnerOptions, { name, managerName, managerEmail })
    const { partner, manager } = await createPartner(input)
    return {
      json: {
        id: partner.id,
        name: partner.name,
        manager: { id: manager.id, email: manager.email },
      },
      lines: [
        `${partner.name} is there: ${partner.id}`,
        `${manager.name} gets a mail at ${manager.email}.`,
      ],
    }
  }
}
