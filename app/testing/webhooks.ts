import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { DateTime } from 'luxon'
import { workThroughEvents, workThroughWebhooks } from '../events/work.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import type { Scope } from '../tenancy/scope.ts'

/** A request that came to a {@link WebhookReceiver}. */
export interface ReceivedWebhook {
  headers: Record<string, string>
  body: string
}

/** A server of this machine that webhooks can be sent to while `WEBHOOKS_ALLOW_LOOPBACK` is `true`. */
export interface WebhookReceiver {
  url: string
  received: ReceivedWebhook[]
  /** How it answers from now on. */
  answer(status: number, body?: string, headers?: Record<string, string>): void
  /** Answers nobody until {@link release}. */
  hold(): void
  release(): void
  stop(): Promise<void>
}

/** Starts a receiver that accepts everything until it is told otherwise. */
export async function receiveWebhooks(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = []
  let [status, content, more] = [204, '', {} as Record<string, string>]
  let held = Promise.withResolvers<void>()
  held.resolve()
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const headers = request.headers as Record<string, string>
      received.push({ headers, body: Buffer.concat(chunks).toString() })
      void held.promise.then(() => response.writeHead(status, more).end(content))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answer(code, body = '', headers = {}) {
      ;[status, content, more] = [code, body, headers]
    },
    hold: () => (held = Promise.withResolvers<void>()),
    release: () => held.resolve(),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** A message in the log of webhooks, as tests read it. */
export interface LoggedWebhook {
  id: string
  endpointId: string
  messageId: string
  name: string
  state: string
  reason: string | null
  attempts: number
  status: number | null
  error: string | null
  answer: string | null
  data: unknown
}

/**
 * Relays the events of the organisation, sends every webhook that is due by `at`, and tells what became of all of them,
 * oldest first.
 */
export async function deliveredWebhooks(
  scope: Scope,
  at: DateTime = DateTime.utc()
): Promise<LoggedWebhook[]> {
  const turn = { registry: installedRegistry(), at: at.toJSDate() }
  await workThroughEvents(scope.organisationId, turn)
  await workThroughWebhooks(scope.organisationId, turn)
  const rows = await scope.read((unit) =>
    unit.rows<Omit<LoggedWebhook, 'data'> & { body: string }>(
      `select id, endpoint_id as "endpointId", message_id as "messageId", name, state, reason, attempts,
              last_status as status, last_error as error, last_answer as answer, body
         from webhook_deliveries where organisation_id = ? order by id`,
      [scope.organisationId]
    )
  )
  return rows.map(({ body, ...row }) => ({
    ...row,
    data: (JSON.parse(body) as { data: unknown }).data,
  }))
}
