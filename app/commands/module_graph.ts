import { flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { fileURLToPath } from 'node:url'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { dotOf, mermaidOf, moduleGraph, treeOf } from '../modules/graph.ts'
import { readInstalledModules } from '../modules/installed.ts'

/** Which module requires which, without booting anything. */
export default class ModuleGraph extends KernelCommand {
  static commandName = 'module:graph'
  static description = 'Draw which module requires which'
  static options: CommandOptions = { startApp: false }

  @flags.boolean({ description: 'As a graph of Graphviz' })
  declare dot: boolean

  @flags.boolean({ description: 'As a diagram of Mermaid' })
  declare mermaid: boolean

  protected async perform(): Promise<Outcome> {
    const modules = await readInstalledModules(fileURLToPath(this.app.appRoot))
    const nodes = moduleGraph(modules.map(({ manifest }) => manifest))
    const draw = this.dot ? dotOf : this.mermaid ? mermaidOf : treeOf
    return { json: nodes, lines: draw(nodes) }
  }
}
