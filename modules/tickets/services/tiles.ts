import { type Scope, visible } from '@karkhana/kernel'
import type { Tile } from '@karkhana/kernel/module'
import { TICKETS } from '../records.ts'

/** Open, due today and late: what the desk looks at first. */
const tiles = async (scope: Scope): Promise<Tile[]> => {
  if (!scope.can('tickets.ticket.view')) return []
  const counts = await count(scope)
  return [
    {
      id: 'tickets.open',
      label: 'Open tickets',
      value: counts.open,
      kind: 'number',
      href: '/tickets',
    },
    {
      id: 'tickets.due_today',
      label: 'Due today',
      value: counts.today,
      kind: 'number',
      href: '/tickets?due=today&sort=due',
      tone: counts.today > 0 ? 'info' : 'neutral',
    },
    {
      id: 'tickets.late',
      label: 'Late tickets',
      value: counts.late,
      kind: 'number',
      href: '/tickets?due=late&sort=due',
      tone: counts.late > 0 ? 'danger' : 'neutral',
    },
  ]
}

async function count(scope: Scope) {
  const now = scope.now().setZone(scope.organisation.timezone)
  const running = "t.status <> 'on_hold'"
  return scope.read(async (unit) => {
    const query = unit
      .from('tickets_tickets as t')
      .whereIn('t.status', ['new', 'open', 'in_progress', 'on_hold'])
      .select(
        unit.trx.raw('count(*)::int as open'),
        unit.trx.raw(
          `(count(*) filter (where ${running} and t.resolution_due_at between ? and ?))::int as today`,
          [now.startOf('day').toISO()!, now.endOf('day').toISO()!]
        ),
        unit.trx.raw(
          `(count(*) filter (where ${running} and t.resolution_due_at < ?))::int as late`,
          [now.toISO()!]
        )
      )
    visible(query, scope, TICKETS, 't')
    return (await query.first()) as { open: number; today: number; late: number }
  })
}

export default tiles
