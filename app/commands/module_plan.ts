import { args } from '@adonisjs/core/ace'
import { RuleError } from '../errors.ts'
import type { Outcome } from '../console/kernel_command.ts'
import { ModuleCommand } from '../console/module_command.ts'
import { previewPurge } from '../modules/purge/plan.ts'
import type { ChosenState } from '../modules/states.ts'
import { previewSwitch } from '../modules/switching.ts'

const STATES = ['enabled', 'paused', 'archived', 'purged'] as const

/** What a switch would do to an organisation, step by step, or why it cannot be done. Changes nothing. */
export default class ModulePlan extends ModuleCommand {
  static commandName = 'module:plan'
  static description = 'Show what switching a module would do to an organisation'

  @args.string({ description: 'Id of the module' })
  declare module: string

  @args.string({ description: STATES.join(', ') })
  declare to: string

  protected optionNames = { to: '<to>' }

  protected async perform(): Promise<Outcome> {
    const to = STATES.find((state) => state === this.to)
    if (!to) {
      throw new RuleError('E_MODULE_STATE', `"${this.to}" is no state.`, {
        field: 'to',
        next: `Use one of: ${STATES.join(', ')}.`,
      })
    }
    const [scope, registry] = [await this.scope(), await this.registry()]
    const plan =
      to === 'purged'
        ? await previewPurge(scope, registry, this.module)
        : await previewSwitch(scope, registry, this.module, to satisfies ChosenState)
    const { refused, steps, effects } = plan
    return {
      json: plan,
      lines: [
        ...(refused ? [`Refused: ${refused.message} ${refused.next}`] : []),
        ...this.linesOf(steps as Parameters<typeof this.linesOf>[0]),
        ...effects,
      ],
      complete: refused === null,
    }
  }
}
