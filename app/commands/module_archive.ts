import { ModuleSwitchCommand } from '../console/module_switch_command.ts'
import type { ChosenState } from '../modules/states.ts'

/** Make a module of an organisation read-only. */
export default class ModuleArchive extends ModuleSwitchCommand {
  static commandName = 'module:archive'
  static description = 'Make a module of an organisation read-only'

  protected to: ChosenState = 'archived'
}
