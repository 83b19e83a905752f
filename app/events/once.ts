import { v7 as uuidv7 } from 'uuid'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { EventRun } from './declaration.ts'

/**
 * Does the database work of a handler exactly once per event: the key of the event and the handler is stored in the
 * transaction of the work, so both stand or neither does. `handler` is the name of the handler, or of one of its
 * effects when it has several. Outside calls do not belong inside; dispatch a job for them.
 *
 * @returns whether the work was done now; false when it had been done before
 */
export async function once(
  scope: Scope,
  run: Pick<EventRun, 'id'>,
  handler: string,
  work: (unit: Unit) => Promise<unknown>
): Promise<boolean> {
  return scope.work(async (unit) => {
    const [first] = await unit.rows(
      `insert into event_effects (organisation_id, id, event_id, handler) values (?, ?, ?, ?)
       on conflict (organisation_id, handler, event_id) do nothing returning id`,
      [scope.organisationId, uuidv7(), run.id, handler]
    )
    if (!first) return false
    await work(unit)
    return true
  })
}
