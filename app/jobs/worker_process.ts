import type { ApplicationService } from '@adonisjs/core/types'
import { startAuditKeeper, stopAuditKeeper } from '../audit/keeper.ts'
import { closeBrowser, documents } from '../documents/pdf.ts'
import { installedHandlers } from '../events/handlers.ts'
import { EventLoop } from '../events/loop.ts'
import { releaseClaims } from '../events/release.ts'
import { askForUpgrades } from '../modules/jobs/upgrade_modules.ts'
import { ModuleRegistry } from '../modules/registry.ts'
import { onNodeDied, startNode, stopNode } from '../nodes/main.ts'
import type { NodeKind } from '../nodes/main.ts'
import { ScheduleClock } from '../schedules/clock.ts'
import { SearchKeeper } from '../search/index/keeper.ts'
import { giveBackJobsOf } from './handing.ts'
import { installedJobs } from './installed_jobs.ts'
import { checkedQueueConfig, closeQueue, type QueueConfig } from './queue.ts'
import { startJobs, type JobWorker } from './worker.ts'

/** What a process works on besides answering requests. */
export interface WorkOf {
  /** Jobs of these queues alone, and nothing else: no events, webhooks nor schedules. All of it when left out. */
  queues?: readonly string[]
  /** Jobs of each queue at a time. */
  concurrency?: number
}

/** The part of a process that works in the background, until it is stopped. One for each process. */
export class WorkerProcess {
  #stops: (() => Promise<unknown>)[] = []
  #known = false
  #starting: Promise<JobWorker> | undefined

  constructor(private app: ApplicationService) {}

  get config(): QueueConfig {
    return checkedQueueConfig(this.app.config.get<QueueConfig>('queue'))
  }

  /** Makes the process known to the others, which take over what it holds when it dies. */
  async join(kind: NodeKind) {
    if (this.#known) return
    this.#known = true
    onNodeDied(async () => void (await releaseClaims()))
    onNodeDied(async ({ id }) => void (await giveBackJobsOf([id])))
    const logger = await this.app.container.make('logger')
    await startNode({ url: process.env.DATABASE_APP_URL!, kind, logger })
  }

  /** Begins to work. @returns what works on the jobs */
  start(work: WorkOf = {}): Promise<JobWorker> {
    this.#starting = this.#begin(work)
    return this.#starting
  }

  async #begin({ queues, concurrency }: WorkOf): Promise<JobWorker> {
    const url = process.env.DATABASE_APP_URL!
    const registry = await this.app.container.make(ModuleRegistry)
    const logger = await this.app.container.make('logger')
    const jobs = await installedJobs(registry)
    const { config } = this
    const worker = await startJobs({
      ...{ jobs, logger, url, queues },
      concurrency: concurrency ?? config.concurrency,
      stopWithin: config.stopSeconds * 1_000,
    })
    this.#stops.push(() => worker.stop())
    if (queues) return worker
    await installedHandlers(registry)
    const events = new EventLoop(registry, url, logger)
    const clock = new ScheduleClock(registry, jobs, logger)
    const search = new SearchKeeper(registry, logger)
    events.start()
    clock.start()
    search.start()
    startAuditKeeper(logger)
    this.#stops.unshift(
      () => clock.stop(),
      () => events.stop(),
      () => search.stop(),
      stopAuditKeeper
    )
    await askForUpgrades(registry)
    if (this.app.inTest) return worker
    documents.warm().catch((error: unknown) => logger.warn({ err: error }, 'printing is not ready'))
    return worker
  }

  async stop() {
    // A stop that comes while it begins would pull the queue away from under it; its error is told by the start.
    await this.#starting?.catch(() => undefined)
    for (const stop of this.#stops.splice(0)) await stop()
    await closeQueue()
    await stopNode()
    await closeBrowser()
  }
}
