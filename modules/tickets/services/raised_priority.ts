import { extend, type Scope } from '@karkhana/kernel'
import type { TicketPriority } from '../contracts.ts'
import type { TicketInput } from './tickets.ts'

const PRIORITIES: TicketPriority[] = ['P1', 'P2', 'P3', 'P4']

/** The priority of a new ticket, and why it is more urgent than its writer chose. */
export async function raisedPriority(
  scope: Scope,
  { contactId, vehicleId, complaint, priority }: TicketInput
): Promise<{ priority: TicketPriority; reason: string | null }> {
  const answers = await extend(scope, 'tickets.priority@1', {
    contactId,
    vehicleId: vehicleId ?? null,
    complaint,
    priority,
  })
  let raised: { priority: TicketPriority; reason: string | null } = { priority, reason: null }
  for (const { name, answer } of answers) {
    const urgency = PRIORITIES.indexOf(answer.priority)
    if (urgency < 0 || urgency >= PRIORITIES.indexOf(raised.priority)) continue
    raised = { priority: answer.priority, reason: `${answer.priority}: ${answer.reason} (${name})` }
  }
  return raised
}
