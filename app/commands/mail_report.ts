import { flags } from '@adonisjs/core/ace'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { KarkhanaError, RuleError } from '../errors.ts'
import { RAW_MAIL_LIMIT } from '../messages/news/delivery_report.ts'
import { takeReport } from '../messages/news/take_report.ts'

/** EX_TEMPFAIL of sysexits.h: the mail server keeps the mail and calls again. */
const AGAIN = 75

/** Takes one mail from the mail server, by a pipe: a message that could not be delivered says so. */
export default class MailReport extends KernelCommand {
  static commandName = 'mail:report'
  static description = 'Read a raw mail that came to MAIL_RETURN_PATH from standard input'
  static help = [
    'For the pipe of a mail server, such as Postfix:',
    '  bounces: "|cd /srv/karkhana && npm run -s ace -- mail:report"',
    'A mail that reports nothing about a message of this server changes nothing. The exit code is 75 when the mail server has to try again.',
  ]

  @flags.string({
    description: 'The address that the mail was for; looked for in its headers when left out',
  })
  declare recipient: string

  protected async perform(): Promise<Outcome> {
    const raw = await standardInput()
    if (raw.length === 0) {
      throw new RuleError('E_RAW_MAIL', 'No mail came in.', {
        next: 'Pipe it in: npm run ace -- mail:report < mail.eml',
      })
    }
    try {
      const noted = await takeReport(raw, this.recipient)
      return {
        json: { noted },
        lines: [
          noted ? `${noted.messageId}: ${noted.event}` : 'It reports nothing; nothing changed.',
        ],
      }
    } catch (error) {
      if (error instanceof KarkhanaError && error.status < 500) throw error
      this.again = true
      throw error
    }
  }

  /** Whether the fault may pass. */
  protected again = false

  async run() {
    try {
      await super.run()
    } finally {
      if (this.again) this.exitCode = AGAIN
    }
  }
}

/** The first bytes of standard input; the report stands among them. */
async function standardInput(): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of process.stdin) {
    // What is too much is taken and forgotten: a mail server whose pipe breaks would try again.
    if (size < RAW_MAIL_LIMIT) chunks.push(chunk as Buffer)
    size += (chunk as Buffer).length
  }
  return Buffer.concat(chunks)
}
