import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import string from '@adonisjs/core/helpers/string'
import { KarkhanaError, RuleError } from '../errors.ts'
import { ModuleRegistry } from '../modules/registry.ts'
import { fieldMessages } from '../http/messages.ts'
import { understand } from '../http/understand_error.ts'

/** What a command has to say: to people in lines, to programs as one JSON value. */
export interface Outcome {
  json: unknown
  lines: string[]
  /** False when part of the work could not be done; the exit code is 1 then. */
  complete?: boolean
}

/** What a schema of VineJS does, as far as commands need it. */
interface Validator<Input> {
  validate(data: unknown, options: { messagesProvider: typeof fieldMessages }): Promise<Input>
}

/**
 * A command of the deployment's administrator. With `--json` it prints one JSON value and nothing else, also for a
 * failure: `{ "error": { "code", "message", "next", "options" } }`. Exit code 0 means done, 1 refused or failed.
 */
export abstract class KernelCommand extends BaseCommand {
  static options: CommandOptions = { startApp: true }

  @flags.boolean({ description: 'Print JSON' })
  declare json: boolean

  /** Does the work. Errors of the kernel become messages that name the option; the others are faults. */
  protected abstract perform(): Promise<Outcome>

  /** Options whose names differ from the field that an error names: `{ taxId: 'gstin' }`; `<email>` is an argument. */
  protected optionNames: Record<string, string> = {}

  async run() {
    try {
      const { json, lines, complete = true } = await this.perform()
      if (!complete) this.exitCode = 1
      if (this.json) this.logger.log(JSON.stringify(json))
      else for (const line of lines) this.logger.log(line)
    } catch (error) {
      this.#fail(error)
    }
  }

  protected registry(): Promise<ModuleRegistry> {
    return this.app.container.make(ModuleRegistry)
  }

  /** Checks the options by a schema. @throws E_VALIDATION_ERROR, which names them */
  protected check<Input>(validator: Validator<Input>, data: unknown): Promise<Input> {
    // Commands, and their schemas with them, are loaded before the kernel sets its messages.
    return validator.validate(data, { messagesProvider: fieldMessages })
  }

  /**
   * The first line of standard input, for passwords: arguments are shown to everybody on the machine.
   * @throws RuleError naming `password`
   */
  protected async passwordFromStdin(): Promise<string> {
    const chunks: Buffer[] = []
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
    const [line] = Buffer.concat(chunks).toString('utf8').split(/\r?\n/)
    if (!line) {
      throw new RuleError('E_PASSWORD_MISSING', 'No password came in.', {
        field: 'password',
        next: 'Pipe it in: printf %s "$PASSWORD" | npm run ace -- …',
      })
    }
    return line
  }

  #fail(raw: unknown) {
    const error = understand(raw)
    if (error.code === 'E_INTERNAL') throw raw
    this.exitCode = 1
    // Pages keep to themselves what broke inside; whoever runs commands is the one who mends it.
    const { message, next } = raw instanceof KarkhanaError ? raw : error
    const { code } = error
    const options = error.fields.map(({ field, message: text }) => ({
      option: this.#optionOf(field),
      message: text,
    }))
    if (this.json) {
      return this.logger.log(JSON.stringify({ error: { code, message, next, options } }))
    }
    if (options.length === 0) {
      return this.logger.error([ended(message), next].filter(Boolean).join(' '))
    }
    for (const { option, message: text } of options) this.logger.error(`${option}: ${text}`)
  }

  #optionOf(field: string) {
    const name = this.optionNames[field] ?? string.dashCase(field)
    return name.startsWith('<') ? name : `--${name}`
  }
}

/** A sentence with its full stop, also where it ends in a path or a list. */
const ended = (message: string) => (/[.!?…]$/.test(message) ? message : `${message}.`)
