import { defineTimeline } from '@karkhana/kernel/module'
import type { TicketStatus } from './contracts.ts'
import { HOLD_REASONS, PRIORITY_LOOKS, SOURCES, STATUS_LOOKS } from './status/looks.ts'

/** What the timeline of a ticket tells: every status it had, and every change of what it says. */
export default defineTimeline({
  // the history tells who raised it
  created: null,
  columns: {
    contact_id: 'Customer',
    vehicle_id: 'Vehicle',
    complaint: { label: 'Complaint', quiet: true },
    priority: {
      label: 'Priority',
      values: Object.fromEntries(
        Object.entries(PRIORITY_LOOKS).map(([key, { label }]) => [key, label])
      ),
    },
    source: { label: 'Source', values: SOURCES },
    assignee_id: 'Assignee',
  },
  sources: [
    {
      table: 'tickets_history',
      record: 'ticket_id',
      at: 'at',
      order: 'seq',
      kind: 'status',
      actor: { kind: 'actor_kind', id: 'actor_id' },
      columns: ['transition', 'to_status', 'reason'],
      describe: ({ transition, to_status: to, reason }) => ({
        title: transition === 'create' ? 'Ticket raised' : STATUS_LOOKS[to as TicketStatus].label,
        detail: reasonText(reason as string | null),
      }),
    },
  ],
})

function reasonText(reason: string | null): string | undefined {
  if (!reason) return undefined
  return Object.hasOwn(HOLD_REASONS, reason)
    ? HOLD_REASONS[reason as keyof typeof HOLD_REASONS]
    : reason
}
