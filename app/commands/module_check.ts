import type { CommandOptions } from '@adonisjs/core/types/ace'
import { fileURLToPath } from 'node:url'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { examineDeployment } from '../modules/installed.ts'

/** Holds every manifest against the contract and against the others; boots nothing, tells everything at once. */
export default class ModuleCheck extends KernelCommand {
  static commandName = 'module:check'
  static description = 'Check the manifests of all modules, every problem in one report'
  static options: CommandOptions = { startApp: false }

  protected async perform(): Promise<Outcome> {
    const { found, problems, leftOut } = await examineDeployment(fileURLToPath(this.app.appRoot))
    const modules = [...problems].map(([module, sentences]) => ({
      module,
      problems: sentences,
      outcome: leftOut.has(module) ? ('left out' as const) : ('stops the start' as const),
    }))
    const ok = modules.length === 0
    return {
      json: { ok, checked: found.length, modules },
      lines: ok
        ? [`${found.length} modules, nothing is wrong.`]
        : modules.flatMap(({ module, outcome, problems: sentences }) => [
            `${module} (${outcome === 'left out' ? 'is left out, the rest starts' : 'stops the start'})`,
            ...sentences.map((sentence) => `  ${sentence}`),
          ]),
      complete: ok,
    }
  }
}
