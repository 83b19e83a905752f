import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@adonisjs/core/logger'
import pg from 'pg'
import type { ModuleRegistry } from '../modules/registry.ts'
import { systemScope } from '../tenancy/open_scope.ts'
import { newsSince } from './changes.ts'
import { memberChannel, recordChannel } from './channels.ts'
import { peopleAt } from './presence.ts'
import type { LiveStreams } from './streams.ts'

/** Channel of the database on which commits tell of changes; see migration 0035. */
export const LIVE_CHANNEL = 'karkhana_live'

/** Milliseconds before the next attempt to listen. */
const AGAIN = 2_000
/** Milliseconds in which the commits of an organisation are told together. */
const TOGETHER = 60

/** What one organisation waits to be told. */
interface Waiting {
  since: number | null
  presences: Set<string>
  members: Set<string>
}

/**
 * Hears of the commits of all nodes and tells the streams of this one. Listens while there are streams, on a connection
 * of its own; when that breaks, the streams end, and the windows ask by themselves until they have one again.
 */
export class LiveLoop {
  readonly #waiting = new Map<string, Waiting>()
  readonly #busy = new Set<string>()
  #client: pg.Client | undefined
  #starting: Promise<void> | undefined
  #stopped = false

  constructor(
    private streams: LiveStreams,
    private registry: ModuleRegistry,
    private url: string,
    private logger: Logger
  ) {}

  /** Resolves once commits are heard. */
  start(): Promise<void> {
    if (this.#client || this.#stopped) return Promise.resolve()
    this.#starting ??= this.#listen().finally(() => (this.#starting = undefined))
    return this.#starting
  }

  /** Lets the connection go when nobody listens any more. */
  async rest() {
    if (this.streams.size > 0) return
    const client = this.#client
    this.#client = undefined
    await client?.end()
  }

  async stop() {
    this.#stopped = true
    this.streams.end()
    const client = this.#client
    this.#client = undefined
    await client?.end()
  }

  async #listen() {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'karkhana-live',
      keepAlive: true,
    })
    const broken = (error?: Error) => {
      if (this.#client !== client) return
      this.#client = undefined
      this.logger.warn({ err: error }, 'commits are not heard; live updates begin again')
      this.streams.end()
    }
    client.on('error', broken)
    client.on('end', () => broken())
    client.on('notification', ({ payload }) => payload && this.#note(payload))
    try {
      await client.connect()
      await client.query(`listen ${LIVE_CHANNEL}`)
    } catch (error) {
      await client.end().catch(() => undefined)
      await sleep(AGAIN, undefined, { ref: false })
      throw error
    }
    this.#client = client
  }

  /** `<organisation>`, then `changed <milliseconds>`, `presence <table> <record>` or `inbox <member>`. */
  #note(payload: string) {
    const [organisationId, kind, ...rest] = payload.split(' ')
    if (!this.streams.has(organisationId)) return
    const waiting = this.#waiting.get(organisationId) ?? {
      since: null,
      presences: new Set(),
      members: new Set(),
    }
    if (kind === 'changed') waiting.since = Math.min(waiting.since ?? Infinity, Number(rest[0]))
    if (kind === 'presence') waiting.presences.add(rest.join(' '))
    if (kind === 'inbox') waiting.members.add(rest[0])
    this.#waiting.set(organisationId, waiting)
    if (!this.#busy.has(organisationId)) void this.#tell(organisationId)
  }

  async #tell(organisationId: string) {
    this.#busy.add(organisationId)
    try {
      for (;;) {
        await sleep(TOGETHER, undefined, { ref: false })
        const waiting = this.#waiting.get(organisationId)
        this.#waiting.delete(organisationId)
        if (!waiting || this.#stopped) return
        await this.#send(organisationId, waiting)
      }
    } catch (error) {
      this.logger.error({ err: error, organisationId }, 'changes could not be told')
    } finally {
      this.#busy.delete(organisationId)
    }
  }

  async #send(organisationId: string, { since, presences, members }: Waiting) {
    const scope = await systemScope(organisationId, 'kernel.live')
    const messages = new Map<string, object>()
    if (since !== null) {
      const news = await newsSince(scope, this.registry, new Date(since))
      if (news.rights) this.streams.distrust(organisationId)
      for (const [channel, payload] of news.messages) messages.set(channel, payload)
    }
    for (const id of members) {
      messages.set(memberChannel(organisationId, id), { kind: 'inbox' })
    }
    for (const place of presences) {
      const [table, id] = place.split(' ')
      const channel = recordChannel(organisationId, table, id)
      const people = await peopleAt(scope, { table, id })
      const changed = messages.has(channel)
      messages.set(channel, { kind: changed ? 'changed' : 'presence', people })
    }
    await this.streams.send(organisationId, messages)
  }
}
