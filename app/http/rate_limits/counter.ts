import limiter from '@adonisjs/limiter/services/main'
import logger from '@adonisjs/core/services/logger'
import type { Limit } from './tiers.ts'

/** What is left of a limit after a request was counted. */
export interface Spent {
  limit: Limit
  allowed: boolean
  /** Requests that this node knows to be left in the window. */
  remaining: number
  /** Seconds until the window is over, at least 1. */
  resetsIn: number
}

/** Points that this node has taken from the common counter and not spent yet. */
interface Lease {
  left: number
  /** What the common counter had left when the last block was taken. */
  elsewhere: number
  /** End of the window, milliseconds since the epoch. */
  until: number
  taking: Promise<void> | null
}

/** Takes `points` from the common counter; what was consumed before, and seconds until the window is over. */
export type Take = (
  limit: Limit,
  key: string,
  points: number
) => Promise<{ consumed: number; resetsIn: number }>

/** A block is this part of a limit. */
const PARTS = 20
/** Leases that are kept before those of past windows are cleared away. */
const SWEEP_AT = 10_000

/**
 * Counts requests against limits that hold over all nodes, without a write for every request: that would cost each of
 * them a commit. A node takes a block of points (a twentieth of the limit, at least one) from the common counter and
 * spends it in memory.
 *
 * No key ever gets more than its limit in a window. It may get less by what other nodes have taken and not spent: at
 * most one block for each of them. Limits below 40 are counted one by one, exactly.
 *
 * When the common counter cannot be reached, each node counts for itself until the window is over, and says so in the
 * log: a broken counter must neither shut everybody out nor open the doors.
 */
export class Counter {
  readonly #leases = new Map<string, Lease>()

  constructor(
    private take: Take,
    private now: () => number = Date.now
  ) {}

  /** Counts one request of `key`. */
  async spend(limit: Limit, key: string): Promise<Spent> {
    const lease = this.#lease(limit, key)
    while (lease.left === 0 && (lease.taking || lease.elsewhere > 0)) {
      await (lease.taking ??= this.#takeBlock(lease, limit, key))
    }
    const allowed = lease.left > 0
    if (allowed) lease.left--
    return this.#state(lease, limit, allowed)
  }

  /** What this node knows of `key`, without counting anything and without asking the common counter. */
  look(limit: Limit, key: string): Spent {
    const lease = this.#leases.get(idOf(limit, key))
    if (!lease || lease.until <= this.now()) {
      return { limit, allowed: true, remaining: limit.points, resetsIn: limit.seconds }
    }
    return this.#state(lease, limit, lease.left + lease.elsewhere > 0)
  }

  #lease(limit: Limit, key: string): Lease {
    const id = idOf(limit, key)
    const known = this.#leases.get(id)
    if (known && (known.taking || known.until > this.now())) return known
    if (this.#leases.size >= SWEEP_AT) this.#sweep()
    const fresh = { left: 0, elsewhere: limit.points, until: this.now() + 1000, taking: null }
    this.#leases.set(id, fresh)
    return fresh
  }

  async #takeBlock(lease: Lease, limit: Limit, key: string) {
    const block = Math.max(1, Math.floor(limit.points / PARTS))
    try {
      const { consumed, resetsIn } = await this.take(limit, key, block)
      const before = consumed - block
      lease.left = Math.min(block, Math.max(0, limit.points - before))
      lease.elsewhere = Math.max(0, limit.points - consumed)
      lease.until = this.now() + resetsIn * 1000
    } catch (error) {
      logger.error({ err: error, limit: limit.name }, 'rate limits are counted by this node alone')
      lease.left = limit.points
      lease.elsewhere = 0
      lease.until = this.now() + limit.seconds * 1000
    } finally {
      lease.taking = null
    }
  }

  #state(lease: Lease, limit: Limit, allowed: boolean): Spent {
    return {
      limit,
      allowed,
      remaining: lease.left + lease.elsewhere,
      resetsIn: Math.max(1, Math.ceil((lease.until - this.now()) / 1000)),
    }
  }

  #sweep() {
    const now = this.now()
    for (const [id, lease] of this.#leases) {
      if (!lease.taking && lease.until <= now) this.#leases.delete(id)
    }
  }
}

const idOf = (limit: Limit, key: string) => `${limit.name}:${key}`

/** The counter in PostgreSQL or Redis, as `config/limiter.ts` has chosen. */
export const takeFromStore: Take = async (limit, key, points) => {
  const store = limiter.use({ requests: limit.points, duration: limit.seconds })
  const { consumed, availableIn } = await store.increment(idOf(limit, key), points)
  return { consumed, resetsIn: Math.max(1, availableIn) }
}

/** The counter of this process. */
export const counter = new Counter(takeFromStore)
