import type { Logger } from '@adonisjs/core/logger'
import type { RunnableJob } from '../jobs/job.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { tickSchedules } from './tick.ts'

const EVERY = 30_000

/** Ticks twice a minute while the worker runs. */
export class ScheduleClock {
  #timer: NodeJS.Timeout | undefined
  #ticking: Promise<void> | undefined
  #stopping = false

  constructor(
    private registry: ModuleRegistry,
    private jobs: ReadonlyMap<string, RunnableJob>,
    private logger: Logger
  ) {}

  start() {
    this.#timer = setInterval(() => this.#tick(), EVERY).unref()
    this.#tick()
  }

  /** Waits for the tick that is underway. */
  async stop() {
    this.#stopping = true
    clearInterval(this.#timer)
    await this.#ticking
  }

  #tick() {
    const { registry, jobs, logger } = this
    this.#ticking ??= tickSchedules({
      registry,
      jobs,
      logger,
      now: new Date(),
      stopping: () => this.#stopping,
    })
      .then(() => undefined)
      .catch((error: unknown) => logger.error({ err: error }, 'schedules were not looked through'))
      .finally(() => (this.#ticking = undefined))
  }
}
