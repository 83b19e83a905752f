import { configProvider } from '@adonisjs/core'
import { RequestValidator } from '@adonisjs/core/http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import vine from '@vinejs/vine'
import type { ApplicationService } from '@adonisjs/core/types'
import { startAuditKeeper, stopAuditKeeper } from '../audit/keeper.ts'
import { OrganisationModel, UnitAdapter } from '../database/organisation_model.ts'
import { ensureSafeRole } from '../database/safe_role.ts'
import { installedHandlers } from '../events/handlers.ts'
import { EventLoop } from '../events/loop.ts'
import { releaseClaims } from '../events/release.ts'
import { fieldMessages, fieldMessagesIn } from '../http/messages.ts'
import { readerLanguage } from '../lang/reader_language.ts'
import { configureBoss } from '../jobs/boss.ts'
import { giveBackJobsOf } from '../jobs/handing.ts'
import { installedJobs } from '../jobs/installed_jobs.ts'
import { checkedQueueConfig, closeQueue, configureQueue, type QueueConfig } from '../jobs/queue.ts'
import { makeDriver } from '../jobs/make_driver.ts'
import { startJobs, type JobWorker } from '../jobs/worker.ts'
import { readDeployment } from '../modules/installed.ts'
import { useRegistry } from '../modules/installed_registry.ts'
import { askForUpgrades } from '../modules/jobs/upgrade_modules.ts'
import { ModuleRegistry } from '../modules/registry.ts'
import { onNodeDied, startNode, stopNode } from '../nodes/main.ts'
import { configureNumbers } from '../numbers/series.ts'
import { ScheduleClock } from '../schedules/clock.ts'
import { SearchKeeper } from '../search/index/keeper.ts'
import { configureScopes } from '../tenancy/open_scope.ts'
import { loadTexts } from '../lang/translate.ts'
import { useDatabase } from '../tenancy/open_unit.ts'
import { carrySettingsInBegin } from '../tenancy/scoped_transaction.ts'
import { configureFiles } from '../files/stores.ts'
import { closeBrowser, documents } from '../documents/pdf.ts'
import { documentTemplates } from '../documents/templates.ts'

/** Puts the kernel together: registry, database, scopes, queue, worker. */
export default class KernelProvider {
  #events: EventLoop | undefined
  #clock: ScheduleClock | undefined
  #jobs: JobWorker | undefined
  #search: SearchKeeper | undefined

  constructor(protected app: ApplicationService) {}

  register() {
    this.app.container.singleton(ModuleRegistry, async () => {
      const root = fileURLToPath(this.app.appRoot)
      const { modules, broken } = await readDeployment(root)
      return new ModuleRegistry(modules, broken)
    })
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
    const queue = this.#queueConfig()
    configureQueue(() => makeDriver(queue, logger))
  }

  async ready() {
    if (this.app.getEnvironment() !== 'web') return
    const db = await this.app.container.make('lucid.db')
    const logger = await this.app.container.make('logger')
    await ensureSafeRole(db)
    onNodeDied(async () => void (await releaseClaims()))
    onNodeDied(async ({ id }) => void (await giveBackJobsOf([id])))
    await startNode({
      url: process.env.DATABASE_APP_URL!,
      kind: this.#isWorker() ? 'all' : 'web',
      logger,
    })
    if (!this.#isWorker()) return
    const registry = await this.app.container.make(ModuleRegistry)
    const jobs = await installedJobs(registry)
    await installedHandlers(registry)
    const { concurrency, stopSeconds } = this.#queueConfig()
    this.#jobs = await startJobs({
      ...{ jobs, logger, concurrency, url: process.env.DATABASE_APP_URL! },
      stopWithin: stopSeconds * 1_000,
    })
    this.#events = new EventLoop(registry, process.env.DATABASE_APP_URL!, logger)
    this.#clock = new ScheduleClock(registry, jobs, logger)
    this.#search = new SearchKeeper(registry, logger)
    this.#events.start()
    this.#clock.start()
    this.#search.start()
    await askForUpgrades(registry)
    startAuditKeeper(logger)
    if (this.app.inTest) return
    documents.warm().catch((error: unknown) => logger.warn({ err: error }, 'printing is not ready'))
  }

  async shutdown() {
    await this.#clock?.stop()
    await this.#events?.stop()
    await this.#search?.stop()
    await stopAuditKeeper()
    await this.#jobs?.stop()
    await closeQueue()
    await stopNode()
    await closeBrowser()
  }

  #queueConfig() {
    return checkedQueueConfig(this.app.config.get<QueueConfig>('queue'))
  }

  #isWorker() {
    return this.app.getEnvironment() === 'web' && process.env.WORKER !== 'none'
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
