import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { reasonToWait } from '../jobs/parking.ts'
import { nodeId } from '../nodes/main.ts'
import { BACK_OFF, LEASE } from './back_off.ts'

/** A delivery that this process has taken, with its event. */
export interface Delivery {
  id: string
  event_id: string
  event: string
  sequence: string
  handler: string
  module: string
  record: string | null
  attempts: number
  /** Processes that died while they handled it. */
  deaths: number
  /** The node that has taken it. */
  claimed_by: string | null
  replayed: boolean
  payload: unknown
  emitted_at: Date
  request_id: string
}

/** States in which a delivery still has to be handled. */
export const UNFINISHED = `('pending', 'waiting', 'running', 'failed')`

/**
 * Takes the next delivery that is due: the oldest whose record has no older one to be handled by the same handler.
 * Nobody else takes it until the lease ends, or this process is known to have died. Puts those aside whose module is
 * off.
 *
 * @returns the delivery, `waiting` when it was put aside, `null` when nothing is due
 */
export async function claimDelivery(scope: Scope, at: Date): Promise<Delivery | 'waiting' | null> {
  return scope.work(async (unit) => {
    const [row] = await unit.rows<Delivery>(
      `update event_deliveries d
          set state = 'running', attempts = d.attempts + 1, claimed_by = ?, reason = null,
              next_attempt_at = ?
         from outbox o
        where d.organisation_id = ? and o.organisation_id = d.organisation_id and o.id = d.event_id
          and d.id = (
            select c.id from event_deliveries c
             where c.organisation_id = ? and c.state in ('pending', 'failed', 'running')
               and c.next_attempt_at <= ?
               and (c.record is null or not exists (
                 select 1 from event_deliveries e
                  where e.organisation_id = c.organisation_id and e.handler = c.handler
                    and e.record = c.record and e.sequence < c.sequence and e.state in ${UNFINISHED}))
             order by c.sequence limit 1 for update skip locked)
        returning d.id, d.event_id, d.event, d.sequence::text as sequence, d.handler, d.module, d.record,
                  d.attempts, d.deaths, d.claimed_by, d.replayed, o.payload, o.emitted_at, o.request_id`,
      [nodeId(), new Date(at.getTime() + LEASE), scope.organisationId, scope.organisationId, at]
    )
    if (!row) return null
    const reason = await reasonToWait(unit, row.module)
    if (!reason) return row
    await putAside(unit, row, reason)
    return 'waiting'
  })
}

/** Puts the delivery aside that was taken, and all others of its module with it. */
async function putAside(unit: Unit, { id, module }: Delivery, reason: string) {
  const { organisationId } = unit.scope
  await unit.rows(
    `update event_deliveries set state = 'waiting', reason = ?, claimed_by = null,
            attempts = case when id = ? then attempts - 1 else attempts end
      where organisation_id = ? and module = ? and (id = ? or state in ('pending', 'failed'))`,
    [reason, id, organisationId, module, id]
  )
}

/** Notes that a delivery was handled, unless somebody else has taken it meanwhile. */
export async function finishDelivery(scope: Scope, delivery: Delivery, at: Date) {
  await note(scope, delivery, { state: 'done', last_error: null, handled_at: at })
}

/** Puts a delivery back for another attempt. @returns its state: `dead` when that was the last one */
export async function failDelivery(
  scope: Scope,
  delivery: Delivery,
  error: string,
  at: Date
): Promise<'failed' | 'dead'> {
  const delay = BACK_OFF[delivery.attempts - 1]
  if (delay === undefined) return buryDelivery(scope, delivery, error)
  const next = new Date(at.getTime() + delay * 1000)
  await note(scope, delivery, { state: 'failed', last_error: error, next_attempt_at: next })
  return 'failed'
}

/** Gives a delivery up until somebody has it tried again: a dead letter. */
export async function buryDelivery(
  scope: Scope,
  delivery: Delivery,
  error: string
): Promise<'dead'> {
  await note(scope, delivery, { state: 'dead', last_error: error })
  return 'dead'
}

async function note(scope: Scope, delivery: Delivery, changes: Record<string, unknown>) {
  await scope.work((unit) => claimed(unit, delivery).update({ ...changes, claimed_by: null }))
}

/** The delivery as long as it is this process's own: nobody has released it, nor taken it after its lease. */
function claimed(unit: Unit, { id, attempts, deaths, claimed_by: claimedBy }: Delivery) {
  return unit
    .from('event_deliveries')
    .where({ organisation_id: unit.scope.organisationId, id, attempts, deaths, state: 'running' })
    .whereRaw(`coalesce(claimed_by::text, '') = ?`, [claimedBy ?? ''])
}
