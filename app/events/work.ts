import db from '@adonisjs/lucid/services/db'
import type { Logger } from '@adonisjs/core/logger'
import type { ModuleRegistry } from '../modules/registry.ts'
import { systemScope } from '../tenancy/open_scope.ts'
import { sendNext } from '../webhooks/deliver.ts'
import { handleNext, type Handled } from './handle.ts'
import { relayEvents } from './relay.ts'

/** What a turn for one organisation did. */
export type Tally = Record<Handled | 'relayed', number>

export const NOTHING_DONE: Tally = { relayed: 0, done: 0, failed: 0, dead: 0, waiting: 0 }

/** How a turn goes on, and until when. */
export interface Turn {
  registry: ModuleRegistry
  at?: Date
  logger?: Logger
  /** Deliveries at the most; other organisations want their turn, too. */
  limit?: number
  stopping?: () => boolean
}

/** Relays the events of an organisation and handles what is due. */
export async function workThroughEvents(organisationId: string, turn: Turn): Promise<Tally> {
  const scope = await systemScope(organisationId, 'kernel.events')
  const relayed = await relayEvents(scope, turn.registry)
  return {
    ...(await repeat(turn, (at) => handleNext(scope, turn.registry, { at, logger: turn.logger }))),
    relayed,
  }
}

/** Sends the webhooks of an organisation that are due. */
export async function workThroughWebhooks(organisationId: string, turn: Turn): Promise<Tally> {
  const scope = await systemScope(organisationId, 'kernel.webhooks')
  return repeat(turn, (at) => sendNext(scope, { at, logger: turn.logger }))
}

async function repeat(
  { at, limit = Infinity, stopping = () => false }: Turn,
  next: (at: Date) => Promise<Handled | null>
): Promise<Tally> {
  const tally = { ...NOTHING_DONE }
  for (let count = 0; count < limit && !stopping(); count++) {
    const handled = await next(at ?? new Date())
    if (handled === null) break
    tally[handled]++
  }
  return tally
}

/** Organisations with something to relay, handle or send. */
export async function organisationsWithWork(at: Date): Promise<string[]> {
  const { rows } = await db.rawQuery('select kernel_event_work(?) as id', [at as never])
  return (rows as { id: string }[]).map(({ id }) => id)
}
