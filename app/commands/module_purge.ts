import { args, flags } from '@adonisjs/core/ace'
import { RuleError } from '../errors.ts'
import type { Outcome } from '../console/kernel_command.ts'
import { ModuleCommand } from '../console/module_command.ts'
import { organisationNamed } from '../console/organisation_named.ts'
import User from '../identity/models/user.ts'
import { previewPurge } from '../modules/purge/plan.ts'
import { cancelPurge, confirmPurge, requestPurge } from '../modules/purge/requests.ts'
import { memberScope } from '../tenancy/open_scope.ts'
import type { Scope } from '../tenancy/scope.ts'

const STEPS = ['request', 'confirm', 'withdraw'] as const

/**
 * Has the data of an archived module deleted, in the name of two members of the organisation who both type its name:
 * one asks for it, another one confirms it. The worker deletes the rows then.
 */
export default class ModulePurge extends ModuleCommand {
  static commandName = 'module:purge'
  static description = 'Have the data of a module deleted, by two members of the organisation'

  @args.string({ description: 'Id of the module' })
  declare module: string

  @flags.boolean({ description: 'Ask for it' })
  declare request: boolean

  @flags.boolean({ description: 'Confirm what another member has asked for' })
  declare confirm: boolean

  @flags.boolean({ description: 'Take back what was asked for' })
  declare withdraw: boolean

  @flags.string({ description: 'E-mail of the member in whose name it is done' })
  declare as: string

  @flags.string({ description: 'Name of the module, typed' })
  declare name: string

  @flags.boolean({ description: 'Show what would be deleted, without changing anything' })
  declare dryRun: boolean

  protected async perform(): Promise<Outcome> {
    const chosen = STEPS.filter((step) => this[step])
    if (this.dryRun) return this.#plan()
    if (chosen.length !== 1) {
      throw new RuleError('E_PURGE_STEP', 'Say which step to take.', {
        next: 'One of --request, --confirm, --withdraw; or --dry-run to see what would happen.',
      })
    }
    const [scope, registry] = [await this.#member(), await this.registry()]
    if (this.withdraw) {
      return {
        json: await cancelPurge(scope, registry, this.module),
        lines: ['The request is withdrawn. Nothing is deleted.'],
      }
    }
    const typed = this.name ?? ''
    if (this.confirm) {
      return {
        json: await confirmPurge(scope, registry, this.module, typed),
        lines: ['Confirmed. The worker deletes the rows now; module:list tells when it is done.'],
      }
    }
    const request = await requestPurge(scope, registry, this.module, typed)
    return {
      json: request,
      lines: [`Asked for. Another member has to confirm it until ${request.expiresAt}.`],
    }
  }

  async #plan(): Promise<Outcome> {
    const scope = this.as ? await this.#member() : await this.scope()
    const plan = await previewPurge(scope, await this.registry(), this.module)
    const { refused, effects, rows } = plan
    return {
      json: plan,
      lines: [
        ...(refused ? [`Refused: ${refused.message} ${refused.next}`] : []),
        ...Object.entries(rows).map(([table, count]) => `${table}: ${count}`),
        ...effects,
      ],
      complete: refused === null,
    }
  }

  async #member(): Promise<Scope> {
    const { id, name } = await organisationNamed(this.org)
    const user = this.as ? await User.findBy('email', this.as.trim().toLowerCase()) : null
    const scope = user && (await memberScope({ organisationId: id, userId: user.id }))
    if (scope) return scope
    throw new RuleError('E_MEMBER_UNKNOWN', `No member of ${name} has this e-mail.`, {
      field: 'as',
      next: 'Name a member who may delete the data of modules: an owner or admin.',
    })
  }
}
