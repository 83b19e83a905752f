import { configProvider } from '@adonisjs/core'
import { RequestValidator } from '@adonisjs/core/http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import vine from '@vinejs/vine'
import type { ApplicationService } from '@adonisjs/core/types'
import { OrganisationModel, UnitAdapter } from '../database/organisation_model.ts'
import { ensureSafeRole } from '../database/safe_role.ts'
import { fieldMessages, fieldMessagesIn } from '../http/messages.ts'
import { readerLanguage } from '../lang/reader_language.ts'
import { configureBoss } from '../jobs/boss.ts'
import { configureQueue } from '../jobs/queue.ts'
import { makeDriver } from '../jobs/make_driver.ts'
import { WorkerProcess } from '../jobs/worker_process.ts'
import { readDeployment } from '../modules/installed.ts'
import { useRegistry } from '../modules/installed_registry.ts'
import { ModuleRegistry } from '../modules/registry.ts'
import { configureNumbers } from '../numbers/series.ts'
import { configureScopes } from '../tenancy/open_scope.ts'
import { loadTexts } from '../lang/translate.ts'
import { reportOutsideFaults } from '../outside/ensure_outside.ts'
import { useDatabase } from '../tenancy/open_unit.ts'
import { carrySettingsInBegin } from '../tenancy/scoped_transaction.ts'
import { configureFiles } from '../files/stores.ts'
import { documentTemplates } from '../documents/templates.ts'

/** Puts the kernel together: registry, database, scopes, queue, worker. */
export default class KernelProvider {
  constructor(protected app: ApplicationService) {}

  register() {
    this.app.container.singleton(ModuleRegistry, async () => {
      const root = fileURLToPath(this.app.appRoot)
      const { modules, broken } = await readDeployment(root)
      return new ModuleRegistry(modules, broken)
    })
    this.app.container.singleton(WorkerProcess, () => new WorkerProcess(this.app))
  }

  async boot() {
    const registry = await this.app.container.make(ModuleRegistry)
    const db = await this.app.container.make('lucid.db')
    const logger = await this.app.container.make('logger')

    db.manager.connect('app')
    const knex = db.manager.get('app')?.connection?.client
    if (!knex) throw new Error('The connection "app" is missing in config/database.ts')
    carrySettingsInBegin(knex.client)

    vine.messagesProvider = fieldMessages
    RequestValidator.messagesProvider = (ctx) => fieldMessagesIn(readerLanguage(ctx))
    useDatabase(db)
    if (this.app.inProduction) {
      reportOutsideFaults((error) => logger.error({ err: error }, error.message))
    }
    configureScopes(db, registry)
    registry.quarantine.logger = logger
    configureNumbers(registry)
    useRegistry(registry)
    await loadTexts(registry)
    OrganisationModel.$adapter = new UnitAdapter(db)
    for (const { manifest, folder } of registry.all()) {
      documentTemplates.mount(manifest.id, join(folder, 'documents'))
    }
    configureFiles(await disksOf(this.app))
    configureBoss({
      url: process.env.DATABASE_APP_URL!,
      onError: (error) => logger.error({ err: error }, 'queue'),
    })
    const { config } = await this.app.container.make(WorkerProcess)
    configureQueue(() => makeDriver(config, logger))
  }

  async ready() {
    if (this.app.getEnvironment() !== 'web') return
    const db = await this.app.container.make('lucid.db')
    await ensureSafeRole(db)
    const worker = await this.app.container.make(WorkerProcess)
    const works = process.env.WORKER !== 'none'
    await worker.join(works ? 'all' : 'web')
    if (works) await worker.start()
  }

  async shutdown() {
    const worker = await this.app.container.make(WorkerProcess)
    await worker.stop()
  }
}

/** The disks that `config/drive.ts` names. */
async function disksOf(app: ApplicationService) {
  const drive = await configProvider.resolve<{
    config: { default: string; services: Record<string, unknown> }
  }>(app, app.config.get('drive'))
  if (!drive) throw new Error('config/drive.ts does not use defineConfig')
  return { chosen: drive.config.default, all: Object.keys(drive.config.services) }
}
