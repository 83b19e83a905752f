import { args, flags } from '@adonisjs/core/ace'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { tokenMaker } from '../console/token_maker.ts'
import { readingAbilities } from '../tokens/abilities.ts'
import { createToken, EVERYTHING } from '../tokens/tokens.ts'

/** Makes an API token of a member or a service account; the value is printed once. */
export default class TokenCreate extends KernelCommand {
  static commandName = 'token:create'
  static description = 'Create an API token'
  static help = [
    'Of a member:           {{ binaryName }} token:create asha@example.com --read-only --days=30',
    'Of a service account:  {{ binaryName }} token:create --service-account="Website booking" --org=<id>',
  ]

  @args.string({ description: 'E-mail of the member', required: false })
  declare email?: string

  @flags.string({
    description: 'Id of the organisation; the first one of the member when left out',
  })
  declare org: string

  @flags.string({ description: 'Service account, by name or id, instead of a member; needs --org' })
  declare serviceAccount: string

  @flags.string({ description: 'Name of the token', default: 'command line' })
  declare name: string

  @flags.number({ description: 'Days until it expires, 1 to 366', default: 90 })
  declare days: number

  @flags.array({ description: 'Permissions it has; everything of its member when left out' })
  declare abilities?: string[]

  @flags.boolean({ description: 'Give it every permission that only looks' })
  declare readOnly: boolean

  protected optionNames = { accountId: 'service-account', email: '<email>' }

  protected async perform(): Promise<Outcome> {
    const { email, org, serviceAccount, name, days } = this
    const { scope, accountId } = await tokenMaker({ email, org, serviceAccount })
    const abilities = this.readOnly
      ? readingAbilities(scope.permissions)
      : (this.abilities ?? [EVERYTHING])
    const token = await createToken(scope, await this.registry(), {
      name,
      days,
      abilities,
      accountId,
    })
    const expiresAt = scope.now().plus({ days }).toUTC().toISO()
    return {
      json: { id: token.id, value: token.value, name, abilities, expiresAt },
      lines: [token.value],
    }
  }
}
