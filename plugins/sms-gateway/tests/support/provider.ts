import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** How the provider of the tests answers a message. */
export type Answer = { status: number; body?: unknown; headers?: Record<string, string> } | 'silent'

/** What it was asked. */
export interface Asked {
  method: string
  path: string
  headers: http.IncomingHttpHeaders
  body: Record<string, unknown>
}

/** An SMS provider on this machine. It sends a message once for each idempotency key. */
export class Provider {
  readonly asked: Asked[] = []
  /** Texts that went to phones, by idempotency key. */
  readonly delivered = new Map<string, Record<string, unknown>>()
  /** Answers of the next messages, in their order; then messages are accepted. */
  readonly next: Answer[] = []
  balance: unknown = { balance: '1234.50' }
  balanceStatus = 200
  readonly #server = http.createServer((request, response) => void this.#answer(request, response))

  static async start(): Promise<Provider> {
    const provider = new Provider()
    await new Promise<void>((resolve) => provider.#server.listen(0, '127.0.0.1', resolve))
    return provider
  }

  url(path = '/messages'): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${path}`
  }

  get messages(): Asked[] {
    return this.asked.filter(({ method }) => method === 'POST')
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse) {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString()
    const { method = '', url = '', headers } = request
    const body = (text ? JSON.parse(text) : {}) as Record<string, unknown>
    this.asked.push({ method, path: url, headers, body })
    if (method === 'GET') {
      response.writeHead(this.balanceStatus).end(JSON.stringify(this.balance))
      return
    }
    const next = this.next.shift()
    if (next === 'silent') return
    if (next) {
      response.writeHead(next.status, next.headers).end(JSON.stringify(next.body ?? {}))
      return
    }
    const key = String(headers['idempotency-key'])
    this.delivered.set(key, body)
    response.writeHead(202).end(JSON.stringify({ id: `msg-${key}` }))
  }
}
