import { args, flags } from '@adonisjs/core/ace'
import { disableTwoFactorOf } from '../console/accounts.ts'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { RuleError } from '../errors.ts'

/** Lets somebody in again who lost their authenticator app and their recovery codes. They are told by mail. */
export default class UserDisable2fa extends KernelCommand {
  static commandName = 'user:disable-2fa'
  static description = 'Switch two-factor sign-in off for an account'

  @args.string({ description: 'E-mail of the account' })
  declare email: string

  @flags.boolean({ description: 'Do not ask; needed with --json' })
  declare force: boolean

  protected optionNames = { email: '<email>' }

  protected async perform(): Promise<Outcome> {
    await this.#ensureSure()
    const { email, name } = await disableTwoFactorOf(this.email)
    return {
      json: { email, twoFactor: false },
      lines: [`Two-factor sign-in is off for ${name}. They are told by mail.`],
    }
  }

  async #ensureSure() {
    if (this.force) return
    const question = `Did ${this.email} prove to you who they are?`
    const sure = !this.json && (await this.prompt.confirm(question))
    if (sure) return
    throw new RuleError('E_NOT_CONFIRMED', 'Nothing was changed.', {
      field: 'force',
      next: 'Make sure of the person first, then use --force.',
    })
  }
}
