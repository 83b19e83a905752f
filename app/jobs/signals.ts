import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@adonisjs/core/logger'
import pg from 'pg'

/** Channel of the database on which commits tell of jobs: `queued`, or `cancel <id>`. */
export const JOBS_CHANNEL = 'karkhana_jobs'
export const QUEUED = 'queued'

/** Milliseconds before the next attempt to listen. */
const AGAIN = 2_000

/** What a worker does when it hears something. */
export interface Heard {
  queued(): void
  cancel(id: string): void
}

/** Hears of jobs at the instant of the commit. When its connection breaks, workers look by themselves meanwhile. */
export class JobSignals {
  #stop = new AbortController()
  #client: pg.Client | undefined
  #listening: Promise<void> | undefined

  constructor(
    private url: string,
    private logger: Logger,
    private heard: Heard
  ) {}

  start() {
    this.#listening = this.#listen()
  }

  async stop() {
    this.#stop.abort()
    await this.#client?.end().catch(() => undefined)
    await this.#listening
  }

  async #listen() {
    const { signal } = this.#stop
    while (!signal.aborted) {
      const client = new pg.Client({
        connectionString: this.url,
        application_name: 'karkhana-jobs',
        keepAlive: true,
        connectionTimeoutMillis: 10_000,
      })
      const broken = new Promise<void>((resolve) => {
        client.on('error', () => resolve())
        client.on('end', () => resolve())
      })
      client.on('notification', ({ payload }) => payload && this.#note(payload))
      try {
        await client.connect()
        await client.query(`listen ${JOBS_CHANNEL}`)
        if (signal.aborted) break
        this.#client = client
        this.heard.queued()
        await broken
      } catch (error) {
        if (!signal.aborted) {
          this.logger.warn({ err: error }, 'commits tell of no jobs; they are looked for')
        }
      } finally {
        this.#client = undefined
        await client.end().catch(() => undefined)
      }
      await sleep(AGAIN, undefined, { ref: false, signal }).catch(() => undefined)
    }
  }

  #note(payload: string) {
    const [what, id] = payload.split(' ')
    if (what === 'cancel' && id) this.heard.cancel(id)
    else this.heard.queued()
  }
}
