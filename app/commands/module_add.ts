import { args, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { fileURLToPath } from 'node:url'
import { KernelCommand, type Outcome } from '../console/kernel_command.ts'
import { readInstalledModules } from '../modules/installed.ts'
import { addPackage } from '../packages/add.ts'
import { ensureCheckout } from '../packages/checkout.ts'
import { describePlan } from '../packages/describe.ts'
import { NotConfirmedError, PackageRefusedError } from '../packages/errors.ts'
import { planAdd } from '../packages/plan.ts'
import { readPackage } from '../packages/read_package.ts'

/** A package of somebody else, verified, shown, put in place and migrated; off until an organisation chooses it. */
export default class ModuleAdd extends KernelCommand {
  static commandName = 'module:add'
  static description = 'Add or upgrade a plug-in from a tarball'
  static options: CommandOptions = { startApp: false }

  @args.string({ description: 'Tarball made by module:pack, or the folder it was unpacked to' })
  declare source: string

  @flags.boolean({ description: 'Show what it does, with all its SQL, without adding it' })
  declare dryRun: boolean

  @flags.boolean({ description: 'Do not ask' })
  declare yes: boolean

  @flags.boolean({ description: 'Also over a newer version, or over sources' })
  declare force: boolean

  protected async perform(): Promise<Outcome> {
    const root = fileURLToPath(this.app.appRoot)
    ensureCheckout(root)
    const read = await readPackage(this.source)
    const installed = await readInstalledModules(root)
    const { force, dryRun } = this
    const plan = planAdd(
      root,
      read,
      installed.map(({ manifest }) => manifest),
      { force }
    )
    const described = describePlan(plan, { withSql: dryRun })
    if (dryRun) {
      const lines = [...described, ...plan.refused.map((reason) => `Refused: ${reason}`)]
      return { json: { plan, dryRun: true }, lines, complete: plan.refused.length === 0 }
    }
    if (plan.refused.length > 0) throw new PackageRefusedError(read.name, plan.refused)
    if (plan.action === 'nothing') {
      return {
        json: { plan, added: null },
        lines: [`${plan.name} ${plan.version} is there already.`],
      }
    }
    if (!(await this.#confirmed(described))) throw new NotConfirmedError()

    const added = await addPackage(root, read, plan, installed)
    const { id, name, version } = plan
    return {
      json: { plan, added },
      lines: [
        `${name} ${version} is in ${added.folder}.`,
        ...added.migrations.map((step) => `migrated ${step}`),
        '',
        'Next:',
        ...(added.locked ? [] : ['  npm install   (records it in package-lock.json)']),
        '  npm start   (builds its pages; "npm run build" for production. Restart servers that run)',
        plan.from === null
          ? `  npm run ace -- module:enable ${id} --org=<id>   (or Settings → Modules)`
          : '  npm run ace -- module:migrate   (lets the data of organisations follow the new version)',
      ],
    }
  }

  async #confirmed(described: string[]): Promise<boolean> {
    if (this.yes) return true
    if (this.json || !process.stdin.isTTY) return false
    for (const line of described) this.logger.log(line)
    return this.prompt.confirm('Add it?')
  }
}
