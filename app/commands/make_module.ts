import { MakeModuleCommand } from '../console/make_module_command.ts'

/** A first-party module, in `modules/`. */
export default class MakeModule extends MakeModuleCommand {
  static commandName = 'make:module'
  static description = 'Make a module of Karkhana itself: record, pages, API, permissions, tests'

  protected readonly parent = 'modules'
}
