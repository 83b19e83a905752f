import { flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { catalogueOf } from '../catalogue/catalogue.ts'
import { CATALOGUE_FILE, catalogueMarkdown } from '../catalogue/markdown.ts'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { readInstalledModules } from '../modules/installed.ts'

/** What the installed modules offer to plugins; boots nothing. */
export default class ModuleCatalogue extends KernelCommand {
  static commandName = 'module:catalogue'
  static description = 'List slots, events, extension points, contracts and driver families'
  static options: CommandOptions = { startApp: false }

  @flags.boolean({ description: `Write ${CATALOGUE_FILE}, of the modules without plugins` })
  declare write: boolean

  protected async perform(): Promise<Outcome> {
    const root = fileURLToPath(this.app.appRoot)
    const installed = await readInstalledModules(root)
    const manifests = installed
      .filter(({ folder }) => !this.write || relative(root, folder).split(sep)[0] === 'modules')
      .map(({ manifest }) => manifest)
    const catalogue = catalogueOf(manifests)
    const names = new Map(manifests.map(({ id, name }) => [id, name]))
    const text = catalogueMarkdown(catalogue, names)
    if (!this.write) return { json: catalogue, lines: text.trimEnd().split('\n') }
    await writeFile(join(root, CATALOGUE_FILE), text)
    return { json: { written: CATALOGUE_FILE }, lines: [`Written ${CATALOGUE_FILE}.`] }
  }
}
