import { args, flags } from '@adonisjs/core/ace'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { deploymentSetting } from '../module_settings/deployment.ts'

/** One setting of the deployment. */
export default class SettingsGet extends KernelCommand {
  static commandName = 'settings:get'
  static description = 'Show a setting that holds for the whole deployment'

  @args.string({ description: 'Name of the setting' })
  declare key: string

  @flags.string({ description: 'Id of the module', required: true })
  declare module: string

  protected optionNames = { key: '<key>' }

  protected async perform(): Promise<Outcome> {
    const setting = await deploymentSetting(this.module, this.key)
    return { json: { data: setting }, lines: [String(setting.value ?? '')] }
  }
}
