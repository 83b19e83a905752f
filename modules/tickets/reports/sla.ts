import { visible, type Scope } from '@karkhana/kernel'
import { defineReport } from '@karkhana/kernel/module'
import { roundHalfAwayFromZero } from '@karkhana/kernel/money'
import { DateTime } from 'luxon'
import type { TicketPriority } from '../contracts.ts'
import { TICKETS } from '../records.ts'
import { PRIORITY_LOOKS } from '../status/looks.ts'

interface Counted {
  priority: TicketPriority
  opened: number
  resolved: number
  in_time: number
  late: number
}

/** How many tickets of each priority were solved in time. */
export default defineReport({
  id: 'tickets.sla',
  title: 'Tickets solved in time',
  description:
    'Of the tickets that came in during a period, how many were solved before they were due?',
  permission: 'tickets.ticket.view',
  parameters: [
    { key: 'from', label: 'Opened from', kind: 'date', required: true },
    { key: 'to', label: 'Opened to', kind: 'date', required: true },
  ],
  columns: [
    { key: 'priority', label: 'Priority', kind: 'text', labels: true },
    { key: 'opened', label: 'Opened', kind: 'integer', total: true },
    { key: 'resolved', label: 'Resolved', kind: 'integer', total: true },
    { key: 'inTime', label: 'In time', kind: 'integer', total: true },
    { key: 'late', label: 'Late and open', kind: 'integer', total: true },
    { key: 'percent', label: 'In time %', kind: 'number' },
  ],
  async rows(scope, { from, to }) {
    const counted = new Map(
      (await count(scope, String(from), String(to))).map((row) => [row.priority, row])
    )
    return Object.entries(PRIORITY_LOOKS).map(([priority, { label }]) => {
      const row = counted.get(priority as TicketPriority)
      const [resolved, inTime] = [row?.resolved ?? 0, row?.in_time ?? 0]
      return {
        priority: label,
        href: `/tickets?priority=${priority}&status=all`,
        opened: row?.opened ?? 0,
        resolved,
        inTime,
        late: row?.late ?? 0,
        percent:
          resolved > 0 ? roundHalfAwayFromZero(((inTime / resolved) * 100).toFixed(4), 1) : null,
      }
    })
  },
})

/** Cancelled tickets were never to be solved. */
function count(scope: Scope, from: string, to: string): Promise<Counted[]> {
  const { timezone: zone } = scope.organisation
  const begin = DateTime.fromISO(from, { zone }).startOf('day').toISO()!
  const end = DateTime.fromISO(to, { zone }).endOf('day').toISO()!
  return scope.read(async (unit) => {
    const query = unit
      .from('tickets_tickets as t')
      .whereBetween('t.created_at', [begin, end])
      .whereNot('t.status', 'cancelled')
      .groupBy('t.priority')
      .select(
        't.priority',
        unit.trx.raw('count(*)::int as opened'),
        unit.trx.raw('count(t.resolved_at)::int as resolved'),
        unit.trx.raw(
          'count(*) filter (where t.resolved_at <= t.resolution_due_at)::int as in_time'
        ),
        unit.trx.raw(
          'count(*) filter (where t.resolved_at is null and t.resolution_due_at < ?)::int as late',
          [scope.now().toISO()!]
        )
      )
    return (await visible(query, scope, TICKETS, 't')) as Counted[]
  })
}
