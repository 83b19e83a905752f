import { args, BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import Membership from '../identity/models/membership.ts'
import User from '../identity/models/user.ts'
import { ModuleRegistry } from '../modules/registry.ts'
import { memberScope } from '../tenancy/open_scope.ts'
import { createToken, EVERYTHING } from '../tokens/tokens.ts'

/** Makes an API token of a member; the value is printed once. */
export default class TokenCreate extends BaseCommand {
  static commandName = 'token:create'
  static description = 'Create an API token for a member'
  static options: CommandOptions = { startApp: true }

  @args.string({ description: 'E-mail of the member' })
  declare email: string

  @flags.string({
    description: 'Id of the organisation; the first one of the member when left out',
  })
  declare org: string

  @flags.string({ description: 'Name of the token', default: 'command line' })
  declare name: string

  @flags.number({ description: 'Days until it expires', default: 90 })
  declare days: number

  @flags.boolean({ description: 'Print JSON' })
  declare json: boolean

  async run() {
    const user = await User.findBy('email', this.email.toLowerCase())
    const membership = user && (await this.#membership(user.id))
    const scope =
      membership &&
      (await memberScope({ organisationId: membership.organisationId, memberId: membership.id }))
    if (!scope) {
      this.exitCode = 1
      this.logger.error(
        `Nobody with the e-mail ${this.email} is an active member. Check the address.`
      )
      return
    }
    const registry = await this.app.container.make(ModuleRegistry)
    const token = await createToken(scope, registry, {
      name: this.name,
      days: this.days,
      abilities: [EVERYTHING],
    })
    this.logger.log(this.json ? JSON.stringify(token) : token.value)
  }

  #membership(userId: string) {
    const query = Membership.query().where('user_id', userId).where('active', true)
    if (this.org) query.where('organisation_id', this.org)
    return query.orderBy('created_at').first()
  }
}
