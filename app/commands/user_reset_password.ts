import { args, flags } from '@adonisjs/core/ace'
import { resetPasswordOf } from '../console/accounts.ts'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'

/** Signs a person out everywhere and makes a link by which they set their password anew. */
export default class UserResetPassword extends KernelCommand {
  static commandName = 'user:reset-password'
  static description = 'Make a link to reset the password of an account'

  @args.string({ description: 'E-mail of the account' })
  declare email: string

  @flags.boolean({ description: 'Mail the link to the person instead of printing it' })
  declare mail: boolean

  protected optionNames = { email: '<email>' }

  protected async perform(): Promise<Outcome> {
    const { user, link, sessions } = await resetPasswordOf(this.email, { mailed: this.mail })
    const { validUntil } = link
    return {
      json: {
        email: user.email,
        sessionsEnded: sessions,
        mailed: this.mail ?? false,
        link: this.mail ? null : link.link,
        validUntil,
      },
      lines: [
        `${user.name} was signed out of ${sessions} sessions.`,
        this.mail
          ? `The link is on its way to ${user.email}.`
          : `They set a new password by this link, once and within an hour: ${link.link}`,
      ],
    }
  }
}
