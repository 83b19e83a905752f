import { MakeModuleCommand } from '../console/make_module_command.ts'

/** A module of a partner or workshop, in `plugins/`. */
export default class MakePlugin extends MakeModuleCommand {
  static commandName = 'make:plugin'
  static description = 'Make a plug-in: record, pages, API, permissions, tests'

  protected readonly parent = 'plugins'
}
