import { type Scope, visible } from '@karkhana/kernel'
import type { Tile } from '@karkhana/kernel/module'
import { LATE } from './job_query.ts'
import { JOBS } from '../records.ts'

/** Vehicles in the workshop, and those that wait for somebody. */
const tiles = async (scope: Scope): Promise<Tile[]> => {
  if (!scope.can('jobcards.job.view')) return []
  const counts = await count(scope)
  const tile = (
    id: string,
    label: string,
    value: number,
    query: string,
    tone: Tile['tone']
  ): Tile => ({
    id: `jobcards.${id}`,
    label,
    value,
    kind: 'number',
    href: `/jobcards${query}`,
    tone: value > 0 ? tone : 'neutral',
  })
  return [
    tile('active', 'Vehicles in the workshop', counts.active, '', 'neutral'),
    tile('approval', 'Awaiting approval', counts.approval, '?status=awaiting_approval', 'warning'),
    tile('due', 'Promised today', counts.due, '?sort=promised', 'info'),
    tile('parts', 'Waiting for parts', counts.parts, '?status=on_hold', 'warning'),
    tile('ready', 'Ready to deliver', counts.ready, '?status=ready', 'success'),
    tile('late', 'Promise passed', counts.late, '?late=yes&sort=promised', 'danger'),
  ]
}

async function count(scope: Scope) {
  return scope.read(async (unit) => {
    const query = unit
      .from('jobcards_jobs as j')
      .whereNull('j.cancelled_at')
      .whereNot('j.status', 'delivered')
      .select(
        unit.trx.raw('count(*)::int as active'),
        unit.trx.raw("(count(*) filter (where j.status = 'awaiting_approval'))::int as approval"),
        unit.trx.raw("(count(*) filter (where j.status = 'ready'))::int as ready"),
        unit.trx.raw(
          `(count(*) filter (where j.status = 'on_hold' and j.hold_reason = 'parts'))::int as parts`
        ),
        unit.trx.raw(
          `(count(*) filter (where (j.promised_at at time zone ?)::date = ?::date))::int as due`,
          [scope.organisation.timezone, scope.today()]
        ),
        unit.trx.raw(`(count(*) filter (where ${LATE}))::int as late`, [scope.now().toISO()!])
      )
    visible(query, scope, JOBS, 'j')
    return (await query.first()) as {
      active: number
      approval: number
      ready: number
      parts: number
      due: number
      late: number
    }
  })
}

export default tiles
