import app from '@adonisjs/core/services/app'
import { KarkhanaError } from '../../errors.ts'
import { dispatchForDeployment } from '../../jobs/dispatch.ts'
import { defineDeploymentJob } from '../../jobs/job.ts'
import { ModuleRegistry } from '../registry.ts'
import { outdatedModules, upgradeModules } from '../upgrades.ts'

/** Brings the data of every organisation to the installed versions of its modules, after one was upgraded. */
const upgradeModulesJob = defineDeploymentJob({
  name: 'kernel.upgrade_modules',
  retryLimit: 3,
  retryDelay: 60,
  timeout: 60 * 60,
  parse: () => ({}),
  async handle() {
    const registry = await app.container.make(ModuleRegistry)
    const upgrades = await upgradeModules(registry, await outdatedModules(registry))
    const failed = upgrades.filter(({ failure }) => failure !== null)
    if (failed.length === 0) return
    const list = failed.map(
      ({ module, organisationId, failure }) => `${module} of ${organisationId}: ${failure}`
    )
    throw new KarkhanaError('E_MODULE_UPGRADE', 500, list.join('\n'), {
      next: 'Mend the module and run module:migrate.',
    })
  },
})

export default upgradeModulesJob

/** Asks for it when a worker starts, where there is something to do. */
export async function askForUpgrades(registry: ModuleRegistry) {
  if ((await outdatedModules(registry)).length === 0) return
  await dispatchForDeployment(null, upgradeModulesJob, {}, { uniqueKey: 'upgrade_modules' })
}
