import { args, BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { KarkhanaError } from '../errors.ts'
import { ModuleRegistry } from '../modules/registry.ts'
import type { ChosenState } from '../modules/states.ts'
import { previewSwitch, switchModule } from '../modules/switching.ts'
import { systemScope } from '../tenancy/open_scope.ts'

const STATES: ChosenState[] = ['enabled', 'paused']

/** Switches a module for one organisation, as the page Settings → Modules does. */
export default class ModuleSwitch extends BaseCommand {
  static commandName = 'module:switch'
  static description = 'Switch a module on or off for an organisation'
  static options: CommandOptions = { startApp: true }

  @args.string({ description: 'Id of the module' })
  declare module: string

  @args.string({ description: 'enabled or paused' })
  declare to: string

  @flags.string({ description: 'Id of the organisation', required: true })
  declare org: string

  @flags.boolean({ description: 'Show the plan without changing anything' })
  declare dryRun: boolean

  @flags.boolean({ description: 'Print JSON' })
  declare json: boolean

  async run() {
    const to = STATES.find((state) => state === this.to)
    if (!to) return this.#fail(`"${this.to}" is no state. Use one of: ${STATES.join(', ')}.`)
    try {
      const registry = await this.app.container.make(ModuleRegistry)
      const scope = await systemScope(this.org, this.commandName)
      const plan = this.dryRun
        ? await previewSwitch(scope, registry, this.module, to)
        : await switchModule(scope, registry, this.module, to)
      if (plan.refused) return this.#fail(plan.refused.message)
      if (this.json) return this.logger.log(JSON.stringify(plan))
      for (const step of plan.steps) {
        this.logger.action(`${step.module}: ${step.from} → ${step.to}`).succeeded()
      }
      for (const effect of plan.effects) this.logger.info(effect)
    } catch (error) {
      if (!(error instanceof KarkhanaError)) throw error
      return this.#fail([error.message, error.next].filter(Boolean).join(' '))
    }
  }

  #fail(message: string) {
    this.exitCode = 1
    this.logger.error(message)
  }
}
