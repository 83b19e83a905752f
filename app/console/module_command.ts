import { flags } from '@adonisjs/core/ace'
import type { PlanStep } from '../modules/plan.ts'
import { systemScope } from '../tenancy/open_scope.ts'
import type { Scope } from '../tenancy/scope.ts'
import { KernelCommand } from './kernel_command.ts'
import { organisationNamed } from './organisation_named.ts'

/** A command about the modules of one organisation. */
export abstract class ModuleCommand extends KernelCommand {
  @flags.string({ description: 'Id of the organisation, or its name', required: true })
  declare org: string

  /** The organisation as the administrator of the deployment acts in it. */
  protected async scope(): Promise<Scope> {
    const { id } = await organisationNamed(this.org)
    return systemScope(id, (this.constructor as typeof KernelCommand).commandName)
  }

  protected linesOf(steps: Pick<PlanStep, 'name' | 'from' | 'to'>[]): string[] {
    return steps.map(({ name, from, to }) => `${name}: ${from} → ${to}`)
  }
}
