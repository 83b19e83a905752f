import { ModuleSwitchCommand } from '../console/module_switch_command.ts'
import type { ChosenState } from '../modules/states.ts'

/** Switch a module off for an organisation; its data stays. */
export default class ModuleDisable extends ModuleSwitchCommand {
  static commandName = 'module:disable'
  static description = 'Switch a module off for an organisation; its data stays'

  protected to: ChosenState = 'paused'
}
