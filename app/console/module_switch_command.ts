import { args, flags } from '@adonisjs/core/ace'
import { RuleError } from '../errors.ts'
import type { SwitchPlan } from '../modules/plan.ts'
import type { ChosenState } from '../modules/states.ts'
import { previewSwitch, switchModule } from '../modules/switching.ts'
import type { Outcome } from './kernel_command.ts'
import { ModuleCommand } from './module_command.ts'

const DONE: Record<ChosenState, string> = {
  enabled: 'on',
  paused: 'off',
  archived: 'archived, to be read only',
}

/** Switches one module for one organisation, as Settings → Modules does. */
export abstract class ModuleSwitchCommand extends ModuleCommand {
  @args.string({ description: 'Id of the module' })
  declare module: string

  @flags.boolean({ description: 'Show the plan without changing anything' })
  declare dryRun: boolean

  @flags.boolean({ description: 'Do the whole plan, also for modules that still need this one' })
  declare together: boolean

  protected abstract to: ChosenState

  protected async perform(): Promise<Outcome> {
    const [scope, registry] = [await this.scope(), await this.registry()]
    const plan = await previewSwitch(scope, registry, this.module, this.to)
    const possible = plan.refused === null || (this.together && plan.refused.together)
    if (this.dryRun) return this.#outcome(plan, possible)
    if (!possible) throw this.#refusal(plan)
    const shown = this.together ? plan.steps.map(({ module }) => module) : undefined
    const done = await switchModule(scope, registry, this.module, this.to, { shown })
    const { json, lines } = this.#outcome(done, true)
    const { name } = registry.manifestOf(this.module)
    return {
      json,
      lines: [...lines, `${name} is ${DONE[this.to]} for ${scope.organisation.name}.`],
    }
  }

  #outcome(plan: SwitchPlan, possible: boolean): Outcome {
    const { refused, steps, effects } = plan
    const why = refused && !possible ? [`Refused: ${refused.message} ${refused.next}`] : []
    return { json: plan, lines: [...why, ...this.linesOf(steps), ...effects], complete: possible }
  }

  #refusal({ refused, steps }: SwitchPlan) {
    const { code, message, next, dependants, together } = refused!
    const order = steps.map(({ module }) => module).join(', ')
    return new RuleError(code, message, {
      next: together ? `${next} In this order: ${order}; or all of them by --together.` : next,
      meta: { dependants },
    })
  }
}
