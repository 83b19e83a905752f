import { flags } from '@adonisjs/core/ace'
import { organisationNamed } from '../console/organisation_named.ts'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { exportNow } from '../data/export/exports.ts'
import { exportableModules, chosenModules } from '../data/export/exportable.ts'
import { exportRecord } from '../data/export/exports_list.ts'
import { exportedFile } from '../data/export/exported_file.ts'
import { systemScope } from '../tenancy/open_scope.ts'

/** Writes the data of an organisation into a ZIP file and verifies it, as Settings → Data does. */
export default class DataExport extends KernelCommand {
  static commandName = 'data:export'
  static description = 'Export the data of an organisation, or of some of its modules'
  static help = [
    'The file stands in storage/exports/<organisation> for seven days, and in the list of Settings → Data.',
    'Copy it away before the data of a module is deleted.',
  ]

  @flags.string({ description: 'Id of the organisation, or its name', required: true })
  declare org: string

  @flags.string({ description: 'Ids of modules, separated by commas; everything when left out' })
  declare modules: string

  @flags.boolean({ description: 'Only say which modules would be exported' })
  declare dryRun: boolean

  protected async perform(): Promise<Outcome> {
    const registry = await this.registry()
    const scope = await systemScope((await organisationNamed(this.org)).id, DataExport.commandName)
    const ids = this.modules ? this.modules.split(',').map((id) => id.trim()) : 'all'
    if (this.dryRun) {
      const { modules } = await scope.read((unit) => exportableModules(unit, registry))
      const chosen = chosenModules(modules, ids)
      return {
        json: { modules: chosen },
        lines: chosen.map(({ id, name, state }) => `${id}: ${name} (${state})`),
      }
    }
    const id = await exportNow(scope, registry, ids)
    const record = await exportRecord(scope, id)
    const file = await exportedFile(scope, id)
    return {
      json: { ...record, file },
      lines: [
        `${record.rows} rows of ${record.modules.join(', ')}, verified.`,
        `SHA-256 ${record.sha256}`,
        file,
      ],
    }
  }
}
