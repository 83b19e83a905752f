import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { ModuleRegistry } from '../modules/registry.ts'
import { systemScope } from '../tenancy/open_scope.ts'

/** The installed modules in the order of their requirements, and their state for an organisation. */
export default class ModuleList extends BaseCommand {
  static commandName = 'module:list'
  static description = 'List the installed modules'
  static options: CommandOptions = { startApp: true }

  @flags.string({ description: 'Id of an organisation, to see the states there' })
  declare org: string

  @flags.boolean({ description: 'Print JSON' })
  declare json: boolean

  async run() {
    const registry = await this.app.container.make(ModuleRegistry)
    const states = this.org ? (await systemScope(this.org, this.commandName)).modules : null
    const rows = registry.manifests().map(({ id, name, version, kind, requires }) => ({
      id,
      name,
      version,
      kind,
      requires: Object.keys(requires),
      state: states ? (states.get(id) ?? 'available') : 'installed',
    }))
    if (this.json) return this.logger.log(JSON.stringify(rows))
    const table = this.ui.table().head(['Module', 'Version', 'Kind', 'Requires', 'State'])
    for (const row of rows) {
      table.row([row.id, row.version, row.kind, row.requires.join(', ') || '–', row.state])
    }
    table.render()
  }
}
