import { defineTimeline } from '@karkhana/kernel/module'
import { asPaise, formatRupees } from '@karkhana/kernel/money'

const MESSAGES: Record<string, string> = {
  queued: 'E-mail waits to be sent',
  sent: 'E-mailed',
  failed: 'E-mail could not be sent',
}

/** What the timeline of an invoice tells: how it was issued, paid and sent. */
export default defineTimeline({
  created: 'Draft created',
  sources: [
    {
      table: 'invoicing_history',
      record: 'invoice_id',
      at: 'at',
      kind: 'status',
      actor: { kind: 'actor_kind', id: 'actor_id' },
      columns: ['transition', 'reason'],
      describe: ({ transition, reason }) => ({
        title: transition === 'issue' ? 'Issued' : 'Cancelled',
        detail: (reason as string | null) ?? undefined,
      }),
    },
    {
      table: 'invoicing_payments',
      record: 'invoice_id',
      at: 'created_at',
      kind: 'money',
      actor: { name: 'recorded_by' },
      columns: ['amount', 'number'],
      describe: ({ amount, number }) => ({
        title: 'Payment received',
        detail: `${formatRupees(asPaise(String(amount)))} · ${String(number)}`,
      }),
    },
    {
      table: 'invoicing_messages',
      record: 'invoice_id',
      at: ['sent_at', 'created_at'],
      kind: 'message',
      actor: { name: 'requested_by' },
      columns: ['status', 'to_address', 'error_message'],
      describe: ({ status, to_address: to, error_message: error }) => ({
        title: MESSAGES[String(status)],
        detail: [to, status === 'sent' ? null : error].filter(Boolean).join(' · '),
      }),
    },
  ],
})
