import { args, flags } from '@adonisjs/core/ace'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { RuleError } from '../errors.ts'
import { setDeploymentSetting } from '../module_settings/deployment.ts'

/** Chooses a setting for all organisations; noted among the security events of the deployment. */
export default class SettingsSet extends KernelCommand {
  static commandName = 'settings:set'
  static description = 'Change a setting that holds for the whole deployment'

  @args.string({ description: 'Name of the setting' })
  declare key: string

  @args.string({
    description: 'The value: paise, YYYY-MM-DD, true or false, text',
    required: false,
  })
  declare value: string

  @flags.string({ description: 'Id of the module', required: true })
  declare module: string

  @flags.boolean({ description: 'Go back to the default' })
  declare reset: boolean

  @flags.boolean({ description: 'Check the value and change nothing' })
  declare dryRun: boolean

  protected optionNames: Record<string, string> = { key: '<key>', value: '<value>' }

  protected async perform(): Promise<Outcome> {
    if (!this.reset && this.value === undefined) {
      throw new RuleError('E_SETTING_VALUE', 'There is no value.', {
        field: 'value',
        next: 'Give one, or --reset to go back to the default.',
      })
    }
    this.optionNames = { ...this.optionNames, [`values.${this.key}`]: '<value>' }
    const { before, after } = await setDeploymentSetting(
      this.module,
      this.key,
      this.reset ? undefined : this.value,
      { who: this.commandName, dryRun: this.dryRun }
    )
    const text = (value: unknown) => (value === null ? 'empty' : String(value))
    return {
      json: { data: after, before: before.value, dryRun: Boolean(this.dryRun) },
      lines: [
        before.value === after.value
          ? `${after.label} is ${text(after.value)} already.`
          : `${after.label}: ${text(before.value)} → ${text(after.value)}${this.dryRun ? ' (nothing is changed)' : ''}`,
      ],
    }
  }
}
