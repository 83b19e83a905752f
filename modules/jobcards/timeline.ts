import { defineTimeline } from '@karkhana/kernel/module'
import { asPaise, formatRupees } from '@karkhana/kernel/money'
import type { JobStatus } from './contracts.ts'
import { CHANNELS, HOLD_REASONS, STATUS_LOOKS } from './status/looks.ts'

/** Steps that leave the status as it is. */
const TITLES: Record<string, string> = {
  create: 'Card opened',
  cancel: 'Cancelled',
  invoice: 'Invoiced',
  invoice_cancelled: 'Invoice cancelled',
}

/** What the timeline of a job card tells: its statuses, what the customer approved, what was changed. */
export default defineTimeline({
  // the history tells who opened it
  created: null,
  columns: {
    technician_id: 'Technician',
    complaint: { label: 'Complaint', quiet: true },
    findings: { label: 'Findings', quiet: true },
    odometer_in: 'Odometer at check-in',
    state_of_charge_in: 'State of charge at check-in',
    promised_at: 'Promised time',
    total_paise: 'Total',
  },
  sources: [
    {
      table: 'jobcards_history',
      record: 'job_id',
      at: 'at',
      order: 'seq',
      kind: 'status',
      actor: { kind: 'actor_kind', id: 'actor_id' },
      columns: ['transition', 'to_status', 'reason'],
      describe: ({ transition, to_status: to, reason }) => ({
        title: TITLES[String(transition)] ?? STATUS_LOOKS[to as JobStatus].label,
        detail: reason
          ? ((HOLD_REASONS as Record<string, string>)[String(reason)] ?? String(reason))
          : undefined,
      }),
    },
    {
      table: 'jobcards_approvals',
      record: 'job_id',
      at: 'at',
      kind: 'money',
      actor: { kind: 'actor_kind', id: 'actor_id' },
      columns: ['total_paise', 'approved_by', 'channel', 'note'],
      describe: ({ total_paise: total, approved_by: by, channel, note }) => ({
        title: 'Approved by the customer',
        detail: [
          `${formatRupees(asPaise(String(total)))} · ${by}`,
          CHANNELS[channel as keyof typeof CHANNELS],
          note,
        ]
          .filter(Boolean)
          .join('\n'),
      }),
    },
  ],
})
