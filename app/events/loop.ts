import { setTimeout as sleep } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import type { Logger } from '@adonisjs/core/logger'
import pg from 'pg'
import { resumeReady } from '../jobs/resume_ready.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { EVENTS_CHANNEL } from './emit.ts'
import { Lane } from './lane.ts'
import { releaseClaims } from './release.ts'
import {
  organisationsWithWork,
  workThroughEvents,
  workThroughWebhooks,
  type Tally,
} from './work.ts'

/** Milliseconds between two looks for work that no commit has told of: attempts, leases, lost notices. */
const POLL = 5_000
/** Milliseconds between two looks for what waits for no reason any more. */
const SWEEP = 600_000
/** Milliseconds that a stop waits for what is underway. */
const STOP = 10_000
/** Deliveries of one organisation before others have their turn. */
const TURN = 50

/**
 * The worker's part in events and webhooks: hears of every commit, looks around besides, and works through what the
 * organisations have. Any number of nodes may run one; no delivery is taken by two of them.
 */
export class EventLoop {
  readonly #events: Lane
  readonly #webhooks: Lane
  #timers: NodeJS.Timeout[] = []
  #listener: pg.Client | undefined
  #looking: Promise<void> | undefined
  #stopped = false

  constructor(
    private registry: ModuleRegistry,
    private url: string,
    private logger: Logger
  ) {
    const failed = (err: unknown, organisationId: string) =>
      logger.error({ err, organisationId }, 'events could not be worked through')
    this.#events = new Lane((id) => this.#turn(id, workThroughEvents), 4, failed)
    // An address that does not answer holds its place for seconds: more of them, apart from the handlers.
    this.#webhooks = new Lane((id) => this.#turn(id, workThroughWebhooks), 8, failed)
  }

  start() {
    void this.#listen()
    this.#timers = [
      setInterval(() => this.#look(), POLL).unref(),
      setInterval(() => void this.#sweep(), SWEEP).unref(),
    ]
    void this.#sweep()
    this.#look()
  }

  /** Lets what is underway end, for ten seconds; what is left goes to another worker once this one has ended. */
  async stop() {
    this.#stopped = true
    for (const timer of this.#timers) clearInterval(timer)
    await this.#listener?.end().catch(() => undefined)
    await this.#looking
    const ended = Promise.all([this.#events.stop(), this.#webhooks.stop()])
    await Promise.race([ended, sleep(STOP, undefined, { ref: false })])
  }

  async #turn(id: string, work: typeof workThroughEvents): Promise<boolean> {
    const lane = work === workThroughEvents ? this.#events : this.#webhooks
    const tally = await work(id, {
      registry: this.registry,
      logger: this.logger,
      limit: TURN,
      stopping: () => lane.stopping,
    })
    if (tally.relayed > 0) this.#webhooks.call(id)
    return handled(tally) >= TURN
  }

  #look() {
    this.#looking ??= releaseClaims()
      .catch((error: unknown) => this.logger.error({ err: error }, 'claims were not released'))
      .then(() => organisationsWithWork(new Date()))
      .then((ids) => ids.forEach((id) => this.#call(id)))
      .catch((error: unknown) => this.logger.error({ err: error }, 'no look for events'))
      .finally(() => (this.#looking = undefined))
  }

  #call(id: string) {
    this.#events.call(id)
    this.#webhooks.call(id)
  }

  async #sweep() {
    try {
      const { rows } = await db.rawQuery('select kernel_waiting_work() as id')
      for (const { id } of rows as { id: string }[]) {
        if (this.#stopped) return
        await resumeReady(id)
      }
    } catch (error) {
      this.logger.error({ err: error }, 'what waits was not looked through')
    }
  }

  /** Listens on a connection of its own; when that breaks, polling goes on until the next one stands. */
  async #listen() {
    while (!this.#stopped) {
      const client = new pg.Client({
        connectionString: this.url,
        application_name: 'karkhana-events',
        keepAlive: true,
      })
      const broken = new Promise<void>((resolve) => {
        client.on('error', () => resolve())
        client.on('end', () => resolve())
      })
      client.on('notification', ({ payload }) => payload && this.#call(payload))
      try {
        await client.connect()
        await client.query(`listen ${EVENTS_CHANNEL}`)
        if (this.#stopped) break
        this.#listener = client
        this.#look()
        await broken
      } catch (error) {
        this.logger.warn({ err: error }, 'commits tell of no events; they are looked for')
      } finally {
        this.#listener = undefined
        await client.end().catch(() => undefined)
      }
      if (!this.#stopped) await sleep(POLL, undefined, { ref: false })
    }
  }
}

function handled({ done, failed, dead, waiting }: Tally) {
  return done + failed + dead + waiting
}
