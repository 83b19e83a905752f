import { NotFoundError, RuleError } from '../errors.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { EVENTS_CHANNEL } from './emit.ts'
import { ensureMaySeeEvents } from './seen.ts'

/**
 * Has a delivery handled again from its first attempt: one that was given up, is tried later, was dropped, or is done
 * (the handler is told that it is a repetition; what it did by `once` is not done twice) unless `alsoDone` is false.
 *
 * @throws NotFoundError, RuleError E_EVENT_STATE
 */
export async function retryDelivery(
  scope: Scope,
  id: string,
  { alsoDone = true }: { alsoDone?: boolean } = {}
): Promise<void> {
  ensureMaySeeEvents(scope)
  await scope.work(async (unit) => {
    const { state } = await find(unit, id)
    if (state === 'waiting') {
      throw new RuleError('E_EVENT_STATE', 'This event waits for its module.', {
        next: 'It is handled when the module is on again.',
      })
    }
    if (state === 'done' && !alsoDone) {
      throw new RuleError('E_EVENT_STATE', 'This event is done.', {
        next: 'Open it to have it handled once more.',
      })
    }
    if (state === 'pending' || state === 'running') {
      throw new RuleError('E_EVENT_STATE', 'This event is about to be handled.', {
        next: 'Reload in a moment.',
      })
    }
    await unit.rows(
      `update event_deliveries
          set state = 'pending', attempts = 0, deaths = 0, reason = null, last_error = null,
              next_attempt_at = to_timestamp(0), replayed = replayed or ?
        where organisation_id = ? and id = ?`,
      [state === 'done', scope.organisationId, id]
    )
    await unit.rows('select pg_notify(?, ?)', [EVENTS_CHANNEL, scope.organisationId])
  })
}

/** Gives a delivery up that is not done: nobody handles it. @throws NotFoundError, RuleError E_EVENT_STATE */
export async function discardDelivery(scope: Scope, id: string): Promise<void> {
  ensureMaySeeEvents(scope)
  await scope.work(async (unit) => {
    const { state } = await find(unit, id)
    if (state === 'done' || state === 'dropped' || state === 'running') {
      throw new RuleError('E_EVENT_STATE', 'There is nothing to discard any more.', {
        next: 'Reload to see what became of it.',
      })
    }
    await unit.rows(
      `update event_deliveries set state = 'dropped', reason = ?
        where organisation_id = ? and id = ?`,
      [`Discarded by ${scope.actor.name}.`, scope.organisationId, id]
    )
  })
}

async function find(unit: Unit, id: string): Promise<{ state: string }> {
  const [row] = await unit.rows<{ state: string }>(
    'select state from event_deliveries where organisation_id = ? and id = ? for update',
    [unit.scope.organisationId, id]
  )
  if (!row) throw new NotFoundError('delivery')
  return row
}
