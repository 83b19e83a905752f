import { flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { fileURLToPath } from 'node:url'
import type { ChangedFile } from '../scaffold/changes.ts'
import { KernelCommand, type Outcome } from './kernel_command.ts'

/** A command of authors: it works on the files of a checkout and needs neither database nor server. */
export abstract class AuthorCommand extends KernelCommand {
  static options: CommandOptions = { startApp: false }

  @flags.boolean({ description: 'Show what would be written without writing it' })
  declare dryRun: boolean

  /** Folder of the checkout. */
  protected get root(): string {
    return fileURLToPath(this.app.appRoot)
  }

  /** Whether somebody is there to answer questions. */
  protected get asks(): boolean {
    return !this.json && !this.dryRun && Boolean(process.stdin.isTTY)
  }

  /** The files and what is left to do, for people and for programs. */
  protected made(json: object, files: ChangedFile[], next: string[]): Outcome {
    const did = (action: ChangedFile['action']) => (this.dryRun ? `would ${action}` : `${action}d`)
    return {
      json: { ...json, files, next, dryRun: this.dryRun ?? false },
      lines: [
        ...files.map(({ path, action }) => `${did(action).padEnd(13)} ${path}`),
        ...(next.length > 0 ? ['', 'Next:', ...next.map((step) => `  ${step}`)] : []),
      ],
    }
  }
}
