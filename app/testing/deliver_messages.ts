import { quietRun } from '../jobs/run.ts'
import deliverMessage from '../messages/jobs/deliver_message.ts'
import type { Channel } from '../messages/states.ts'
import { systemScope } from '../tenancy/open_scope.ts'

/**
 * Hands over what the organisation has asked for and what still waits, as the worker would, whether the jobs are taken
 * off the queue or not. What cannot be handed over tells it in its record.
 * @returns ids of the messages that were tried
 */
export async function deliverMessages(
  organisationId: string,
  { channel, attempt = 1 }: { channel?: Channel; attempt?: number } = {}
): Promise<string[]> {
  const scope = await systemScope(organisationId, 'kernel.deliver_message')
  const waiting = await scope.read((unit) =>
    unit.rows<{ id: string }>(
      `select id from messages
        where organisation_id = ? and state = 'queued' and channel = coalesce(?, channel)
        order by created_at, id`,
      [organisationId, channel ?? null]
    )
  )
  for (const { id } of waiting) {
    try {
      await deliverMessage.handle(scope, { messageId: id }, quietRun({ id, attempt }))
    } catch {
      // The record says why; a worker would try again later.
    }
  }
  return waiting.map(({ id }) => id)
}
