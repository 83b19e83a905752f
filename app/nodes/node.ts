import { randomUUID } from 'node:crypto'
import os from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@adonisjs/core/logger'
import pg from 'pg'
import type { EndedNode, NodeFacts, NodeHook, NodeKind } from './declaration.ts'
import {
  BEAT,
  GONE,
  beat,
  declareDead,
  holdLock,
  insertNode,
  letGo,
  noteCleared,
  noteStopped,
  prepareConnection,
  suspects,
  takeEnded,
} from './rows.ts'

/** Milliseconds that a stop waits for what is cleared up; another node does it again. */
const STOP = 5_000

export interface NodeOptions {
  /** Connection string of the application's role. */
  url: string
  kind: NodeKind
  logger: Logger
  hooks: Iterable<NodeHook>
}

/**
 * The life of this process as the others see it. A connection of its own holds a lock that PostgreSQL lets go of when
 * the process dies, and gives a sign of life each second besides, so that a short break of the connection is no death.
 * Each node looks after the others: whoever finds one dead first runs the hooks.
 */
export class Node {
  #facts: NodeFacts
  #client: pg.Client | undefined
  #living: Promise<void> | undefined
  #clearing: Promise<void> | undefined
  #stop = new AbortController()
  #known = false
  #locked = false
  /** Since when the connection stands; after a break of the database all others look dead for a moment */
  #since = 0

  constructor(private options: NodeOptions) {
    this.#facts = this.#newFacts()
  }

  /** The id under which this process takes work. */
  get id() {
    return this.#facts.id
  }

  /** Makes the node known. @throws when the database does not answer */
  async start() {
    const client = await this.#connect()
    await this.#beat(client)
    this.#living = this.#live(client)
  }

  /** Ends in order: what the node still holds goes to others. */
  async stop() {
    this.#stop.abort()
    await this.#living
    await Promise.race([this.#clearing, sleep(STOP, undefined, { ref: false })])
    const client = this.#client
    this.#client = undefined
    if (!client) return
    try {
      await noteStopped(client, this.id)
    } catch (error) {
      this.options.logger.warn(
        { err: error, node: this.id },
        'the node could not say that it stops'
      )
    } finally {
      await client.end().catch(() => undefined)
    }
  }

  async #live(first: pg.Client) {
    let client: pg.Client | undefined = first
    while (!this.#stop.signal.aborted) {
      try {
        client ??= await this.#connect()
        await this.#beat(client)
        this.#clear(client)
      } catch (error) {
        const { logger } = this.options
        logger.warn({ err: error, node: this.id }, 'the node has lost its connection')
        // Not what is cleared up: it may hang, and the signs of life must not wait for it
        await this.#client?.end().catch(() => undefined)
        this.#client = client = undefined
        this.#locked = false
      }
      await sleep(BEAT, undefined, { ref: false, signal: this.#stop.signal }).catch(() => undefined)
    }
  }

  async #connect() {
    const client = new pg.Client({
      connectionString: this.options.url,
      application_name: 'karkhana-node',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      query_timeout: 10_000,
    })
    // The next beat meets the same and says so.
    client.on('error', () => undefined)
    await client.connect()
    this.#client = client
    this.#since = performance.now()
    await prepareConnection(client)
    return client
  }

  async #beat(client: pg.Client) {
    if (this.#known && !(await beat(client, this.id))) {
      const { logger } = this.options
      this.#facts = this.#newFacts()
      this.#known = this.#locked = false
      logger.warn({ node: this.id }, 'the node was taken for dead and goes on under another id')
    }
    if (!this.#known) await insertNode(client, this.#facts)
    this.#known = true
    this.#locked ||= await holdLock(client, this.id)
  }

  /** Looks after the others, one round at a time; the signs of life go on meanwhile. */
  #clear(client: pg.Client) {
    const { logger } = this.options
    this.#clearing ??= this.#lookAround(client)
      .catch((error: unknown) => logger.error({ err: error }, 'no look after other nodes'))
      .finally(() => (this.#clearing = undefined))
  }

  async #lookAround(client: pg.Client) {
    const judging = performance.now() - this.#since > GONE
    for (const id of await suspects(client, this.id, judging)) {
      await declareDead(client, id)
      const ended = await takeEnded(client, id)
      if (ended) await this.#clearUp(client, ended)
    }
  }

  /** What a hook could not do is done in the next round, by this node or another one. */
  async #clearUp(client: pg.Client, ended: EndedNode) {
    const { hooks, logger } = this.options
    try {
      for (const hook of hooks) await hook(ended)
      await noteCleared(client, ended.id)
      logger.info({ node: ended }, 'cleared up after a node that ended')
    } catch (error) {
      logger.error({ err: error, node: ended }, 'could not clear up after a node that ended')
    } finally {
      await letGo(client, ended.id)
    }
  }

  #newFacts(): NodeFacts {
    const { kind } = this.options
    return { id: randomUUID(), kind, host: os.hostname(), pid: process.pid }
  }
}
