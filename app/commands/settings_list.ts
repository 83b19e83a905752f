import { flags } from '@adonisjs/core/ace'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { deploymentSettings } from '../module_settings/deployment.ts'

/** What the administrator chose for all organisations, by module. */
export default class SettingsList extends KernelCommand {
  static commandName = 'settings:list'
  static description = 'List the settings that hold for the whole deployment'

  @flags.string({ description: 'Id of a module; all modules when left out' })
  declare module: string

  protected async perform(): Promise<Outcome> {
    const settings = await deploymentSettings(this.module)
    if (!this.json && settings.length > 0) {
      const table = this.ui.table().head(['Module', 'Setting', 'Value', 'Default', 'What it is'])
      for (const { module, key, value, default: fallback, label } of settings) {
        table.row([module, key, String(value ?? '–'), String(fallback ?? '–'), label])
      }
      table.render()
    }
    return {
      json: { data: settings },
      lines: settings.length > 0 ? [] : ['No module has settings for the whole deployment.'],
    }
  }
}
