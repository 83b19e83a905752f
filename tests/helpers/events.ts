import { randomUUID } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry, type Scope } from '@karkhana/kernel'
import { defineHandler, type EventRun } from '@karkhana/kernel/module'
import type {} from '@karkhana/jobcards/contracts'
import { addHandlers } from '@karkhana/kernel/testing'
import { switchModule } from '../../app/modules/switching.ts'

/** The event that the tests send about. */
export const DELIVERED = 'jobcards.job_delivered@1'

/** A payload of it; `number` tells one from the other. */
export const delivered = (number: string, jobId: string = randomUUID()) => ({
  jobId,
  number,
  ticketId: null,
  contactId: randomUUID(),
  vehicleId: randomUUID(),
  branchId: randomUUID(),
  technicianId: null,
  deliveredAt: '2026-04-01T10:00:00.000Z',
})

/** Emits one `job_delivered` about `record`. @returns the id of the event */
export async function deliver(scope: Scope, number: string, record?: string): Promise<string> {
  return scope.work((unit) => unit.emit(DELIVERED, delivered(number), { record }))
}

/** What a handler was told. */
export interface Seen {
  organisationId: string
  number: string
  run: EventRun
}

interface Options {
  /** Module that it belongs to. */
  module?: string
  replay?: 'all' | 'latest' | 'none'
  parse?: (payload: unknown) => ReturnType<typeof delivered>
  then?: (scope: Scope, seen: Seen) => Promise<void> | void
}

/**
 * Adds a handler of `job_delivered` to a module for one test; it notes what it is told before it does `then`.
 * `remove` belongs into the test's cleanup.
 */
export async function noteDelivered({ module = 'tickets', replay, parse, then }: Options = {}) {
  const seen: Seen[] = []
  const name = `${module}.note_${randomUUID().slice(0, 8)}`
  const handler = defineHandler<typeof DELIVERED>({
    name,
    event: DELIVERED,
    ...(replay && { replay }),
    parse: parse ?? ((payload) => payload as ReturnType<typeof delivered>),
    async handle(scope, payload, run) {
      const note = { organisationId: scope.organisationId, number: payload.number, run }
      seen.push(note)
      await then?.(scope, note)
    },
  })
  const remove = await addHandlers(handler)
  return { name, seen, remove, numbers: () => seen.map(({ number }) => number) }
}

/** The deliveries of a handler in the organisation, oldest first. */
export async function deliveriesOf(scope: Scope, handler: string) {
  return scope.read((unit) =>
    unit.rows<{
      id: string
      state: string
      reason: string | null
      attempts: number
      error: string | null
      next: Date
    }>(
      `select id, state, reason, attempts, last_error as error, next_attempt_at as next
         from event_deliveries where organisation_id = ? and handler = ? order by sequence`,
      [scope.organisationId, handler]
    )
  )
}

/** Switches a module with whatever has to follow it. */
export async function turn(scope: Scope, module: string, to: 'enabled' | 'paused' | 'archived') {
  return switchModule(scope, await app.container.make(ModuleRegistry), module, to)
}
