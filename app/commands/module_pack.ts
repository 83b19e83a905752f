import { args, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { fileURLToPath } from 'node:url'
import { relative } from 'node:path'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { packModule } from '../packages/pack.ts'

/** A module as one file that another checkout can add. */
export default class ModulePack extends KernelCommand {
  static commandName = 'module:pack'
  static description = 'Pack a module into a tarball for other checkouts'
  static options: CommandOptions = { startApp: false }

  @args.string({ description: 'Id of the module' })
  declare id: string

  @flags.string({ description: 'Folder of the tarball; the root of the checkout if left out' })
  declare out: string

  protected optionNames = { module: '<id>' }

  protected async perform(): Promise<Outcome> {
    const root = fileURLToPath(this.app.appRoot)
    const { file, sha256, bytes, files, summary, warnings } = await packModule(
      root,
      this.id,
      this.out
    )
    const path = relative(process.cwd(), file)
    return {
      json: { file: path, sha256, bytes, files, summary, warnings },
      lines: [
        `${path}  ${(bytes / 1000).toFixed(1)} kB, ${files.length} files`,
        `sha256 ${sha256}`,
        ...warnings.map((warning) => `Note: ${warning}`),
        `Add it to another checkout: npm run ace -- module:add ${path}`,
      ],
    }
  }
}
