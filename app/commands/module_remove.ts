import { args, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { fileURLToPath } from 'node:url'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { readDeployment } from '../modules/installed.ts'
import { ensureCheckout } from '../packages/checkout.ts'
import { NotConfirmedError } from '../packages/errors.ts'
import { planRemove, removePackage, type RemovePlan } from '../packages/remove.ts'

/** A plug-in that nobody uses leaves the checkout; its data and its history stay in the database. */
export default class ModuleRemove extends KernelCommand {
  static commandName = 'module:remove'
  static description = 'Take a plug-in that no organisation uses out of this checkout'
  static options: CommandOptions = { startApp: false }

  @args.string({ description: 'Id of the plug-in' })
  declare id: string

  @flags.boolean({ description: 'Show what stays without removing anything' })
  declare dryRun: boolean

  @flags.boolean({ description: 'Do not ask' })
  declare yes: boolean

  protected optionNames = { id: '<id>' }

  protected async perform(): Promise<Outcome> {
    const root = fileURLToPath(this.app.appRoot)
    ensureCheckout(root)
    const { modules } = await readDeployment(root)
    const manifests = modules.map(({ manifest }) => manifest)
    const plan = await planRemove(root, this.id, manifests, process.env.DATABASE_URL!)
    if (this.dryRun) return { json: { plan, dryRun: true }, lines: described(plan) }
    if (!(await this.#confirmed(plan))) throw new NotConfirmedError()

    const locked = await removePackage(root, plan)
    return {
      json: { plan, locked },
      lines: [
        `${plan.id} ${plan.version} is in ${plan.to}; add it again by: npm run ace -- module:add ${plan.to}`,
        ...stays(plan),
        ...(locked ? [] : ['Run "npm install" once to record it in package-lock.json.']),
      ],
    }
  }

  async #confirmed(plan: RemovePlan): Promise<boolean> {
    if (this.yes) return true
    if (this.json || !process.stdin.isTTY) return false
    for (const line of described(plan)) this.logger.log(line)
    return this.prompt.confirm('Remove it?')
  }
}

const described = (plan: RemovePlan) => [
  `${plan.id} ${plan.version} would go to ${plan.to}.`,
  ...stays(plan),
]

const stays = ({ tables, migrations }: RemovePlan) => [
  `Stays: ${tables.length === 0 ? 'no table' : `the tables ${tables.join(', ')} with their rows`}, ` +
    `${migrations.length} migrations in the ledger, the audit trail.`,
]
