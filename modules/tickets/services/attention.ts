import { labelIn, type Scope } from '@karkhana/kernel'
import type { AttentionList } from '@karkhana/kernel/module'
import { PRIORITY_LOOKS, STATUS_LOOKS } from '../status/looks.ts'
import { RUNNING_STATUSES } from '../status/transitions.ts'
import type { RawTicketRow } from '../transformers/ticket.ts'
import { ticketQuery } from './ticket_query.ts'

const SHOWN = 5

/** The running tickets of the reader that are due first. */
const attention = async (scope: Scope): Promise<AttentionList | null> => {
  if (!scope.can('tickets.ticket.view')) return null
  const rows = await scope.read(
    async (unit) =>
      (await ticketQuery(unit)
        .whereIn('t.status', [...RUNNING_STATUSES])
        .orderBy('t.resolution_due_at')
        .orderBy('t.id')
        .limit(SHOWN)) as RawTicketRow[]
  )
  const priority = (row: RawTicketRow) =>
    labelIn(scope.language, 'tickets', PRIORITY_LOOKS[row.priority].label)
  return {
    id: 'tickets.due',
    title: 'Due first',
    href: '/tickets?sort=due',
    items: rows.map((row) => ({
      id: row.id,
      label: row.complaint.split('\n')[0],
      detail: [row.registration, row.customer, priority(row)].filter(Boolean).join(' · '),
      href: `/tickets/${row.id}`,
      status: row.late
        ? { label: 'Late', tone: 'danger' }
        : { label: STATUS_LOOKS[row.status].label, tone: STATUS_LOOKS[row.status].tone },
    })),
  }
}

export default attention
