import { flags } from '@adonisjs/core/ace'
import { createUser } from '../console/accounts.ts'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { userOptions } from '../console/validators.ts'
import { ensureGoodPassword } from '../identity/services/passwords.ts'

/** Makes an account. It belongs to no organisation; owners invite people to theirs. */
export default class UserCreate extends KernelCommand {
  static commandName = 'user:create'
  static description = 'Create an account for a person'
  static help = ['A link to set the password is printed, unless one comes by --password-stdin.']

  @flags.string({ description: 'Name of the person' })
  declare name: string

  @flags.string({ description: 'E-mail of the person' })
  declare email: string

  @flags.boolean({ description: 'Read the password from standard input' })
  declare passwordStdin: boolean

  protected optionNames = { password: 'password-stdin' }

  protected async perform(): Promise<Outcome> {
    const input = await this.check(userOptions, { name: this.name, email: this.email })
    const password = this.passwordStdin ? await this.passwordFromStdin() : null
    if (password !== null) await ensureGoodPassword('password', password, [input.name, input.email])
    const { user, link } = await createUser({ ...input, password })
    return {
      json: { id: user.id, email: user.email, ...(link ?? { link: null, validUntil: null }) },
      lines: [
        `${user.name} has an account: ${user.id}`,
        ...(link
          ? [`They set a password by this link, once and within an hour: ${link.link}`]
          : []),
      ],
    }
  }
}
