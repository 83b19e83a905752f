import { EventEmitter } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from './random.ts'

/** What the service outside did for one key. */
export interface Charge {
  orderId: string
  step: string
  /** How often the same request came. */
  requests: number
}

/** A service outside that does a thing once for each idempotency key, and now and then is out of order. */
export class Gateway extends EventEmitter<{ charge: [pid: number] }> {
  readonly charges = new Map<string, Charge>()
  /** Webhooks by their id: how often each came. */
  readonly webhooks = new Map<string, number>()
  /** The same key with something else in it. */
  readonly mixedUp: string[] = []
  #server: http.Server

  constructor(private random: Random) {
    super()
    this.#server = http.createServer((request, response) => {
      void this.#answer(request).then(
        (status) => response.writeHead(status).end(),
        () => response.destroy()
      )
    })
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  stop() {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  async #answer(request: http.IncomingMessage): Promise<number> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { headers } = request
    if (request.url === '/webhooks') {
      const id = String(headers['webhook-id'])
      this.webhooks.set(id, (this.webhooks.get(id) ?? 0) + 1)
      return 204
    }
    if (this.random.next() < 0.01) return 503
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Charge & { pid: number }
    this.#charge(String(headers['idempotency-key']), body)
    this.emit('charge', body.pid)
    await sleep(this.random.next() * 20)
    return 201
  }

  #charge(key: string, { orderId, step }: Charge) {
    const known = this.charges.get(key)
    if (known && (known.orderId !== orderId || known.step !== step)) this.mixedUp.push(key)
    this.charges.set(key, { orderId, step, requests: (known?.requests ?? 0) + 1 })
  }
}
