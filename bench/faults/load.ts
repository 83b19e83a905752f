import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from './random.ts'

/** An organisation that orders are placed in. */
export interface Customer {
  organisationId: string
  token: string
}

/** An order that a server has acknowledged. */
export interface Acknowledged {
  organisationId: string
  reference: string
  id: string
  number: string
  tries: number
}

/** Milliseconds that a client waits for an answer. */
const PATIENCE = 10_000
/** Customers of each organisation; their orders are handled in order. */
const CUSTOMERS = 20

/**
 * Clients that place one order after the other, each until it is acknowledged: the same request with the same key, at
 * whichever server answers.
 */
export class Load extends EventEmitter<{ sent: [port: number] }> {
  readonly acknowledged: Acknowledged[] = []
  /** Answers that no client should get: `status body`, and how often. */
  readonly refused = new Map<string, number>()
  /** Why requests were repeated, and how often. */
  readonly repeated = new Map<string, number>()
  /** Requests by port that have no answer yet. */
  readonly underway = new Map<number, number>()
  tries = 0
  #stopping = false
  #clients: Promise<void>[] = []
  #number = 0

  constructor(
    private options: {
      organisations: Customer[]
      ports: number[]
      random: Random
      /** Milliseconds that a client rests after an order. */
      rest: number
    }
  ) {
    super()
  }

  start(clients: number) {
    const customers = this.options.organisations.flatMap((organisation) =>
      Array.from({ length: CUSTOMERS }, () => ({ ...organisation, customerId: randomUUID() }))
    )
    this.#clients = Array.from({ length: clients }, () => this.#order(customers))
  }

  /** Ends once every order that was begun is acknowledged. */
  async stop() {
    this.#stopping = true
    await Promise.all(this.#clients)
  }

  async #order(customers: (Customer & { customerId: string })[]) {
    const { random, rest } = this.options
    while (!this.#stopping) {
      const { organisationId, token, customerId } = random.pick(customers)
      const reference = `order-${++this.#number}`
      const body = { customerId, reference, named: this.#number % 2 === 0 }
      for (let tries = 1; ; tries++) {
        const order = await this.#try(token, reference, body)
        if (order === 'refused') break
        if (order) {
          this.acknowledged.push({ organisationId, reference, tries, ...order })
          break
        }
        await sleep(20 + random.next() * 80)
      }
      await sleep(random.next() * 2 * rest)
    }
  }

  async #try(token: string, key: string, body: object) {
    const port = this.options.random.pick(this.options.ports)
    this.tries++
    this.underway.set(port, (this.underway.get(port) ?? 0) + 1)
    try {
      const sending = fetch(`http://127.0.0.1:${port}/api/v1/bench-orders`, {
        method: 'POST',
        headers: {
          'authorization': `Bearer ${token}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE),
      })
      this.emit('sent', port)
      const answer = await sending
      const text = await answer.text()
      if (answer.status === 201) {
        return (JSON.parse(text) as { data: { id: string; number: string } }).data
      }
      // Another process does the same request still; a server that starts or stops.
      if (answer.status !== 409 && answer.status !== 503) {
        add(this.refused, `${answer.status} ${text.slice(0, 200)}`)
        return 'refused'
      }
      add(this.repeated, String(answer.status))
    } catch (error) {
      // The server is dead, or dies over it: the client cannot know whether the order was placed.
      const { name, cause } = error as { name: string; cause?: { code?: string } }
      add(this.repeated, cause?.code ?? name)
    } finally {
      this.underway.set(port, this.underway.get(port)! - 1)
    }
    return null
  }
}

function add(counts: Map<string, number>, what: string) {
  counts.set(what, (counts.get(what) ?? 0) + 1)
}
