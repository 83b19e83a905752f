import { ModuleSwitchCommand } from '../console/module_switch_command.ts'
import type { ChosenState } from '../modules/states.ts'

/** Switch a module on for an organisation. */
export default class ModuleEnable extends ModuleSwitchCommand {
  static commandName = 'module:enable'
  static description = 'Switch a module on for an organisation'

  protected to: ChosenState = 'enabled'
}
