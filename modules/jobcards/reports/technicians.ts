import { visible } from '@karkhana/kernel'
import { defineReport } from '@karkhana/kernel/module'
import { roundHalfAwayFromZero } from '@karkhana/kernel/money'
import { DateTime } from 'luxon'
import { JOBS } from '../records.ts'

interface Counted {
  technician: string | null
  technician_id: string | null
  delivered: number
  on_promise: number
  promised: number
  hours: string | null
  taxable: string
}

/** What each technician has finished; those who see their own job cards only see themselves. */
export default defineReport({
  id: 'jobcards.technicians',
  title: 'Work by technician',
  description: 'How many vehicles did each technician hand over, how fast, and for how much?',
  permission: 'jobcards.job.view',
  parameters: [
    { key: 'from', label: 'Delivered from', kind: 'date', required: true },
    { key: 'to', label: 'Delivered to', kind: 'date', required: true },
  ],
  columns: [
    { key: 'technician', label: 'Technician', kind: 'text' },
    { key: 'delivered', label: 'Delivered', kind: 'integer', total: true },
    { key: 'onPromise', label: 'Ready as promised', kind: 'integer', total: true },
    { key: 'hours', label: 'Hours until ready', kind: 'number' },
    { key: 'taxable', label: 'Value before tax', kind: 'money', total: true },
  ],
  async rows(scope, { from, to }) {
    const { timezone: zone } = scope.organisation
    const begin = DateTime.fromISO(String(from), { zone }).startOf('day').toISO()!
    const end = DateTime.fromISO(String(to), { zone }).endOf('day').toISO()!
    const counted = await scope.read(async (unit) => {
      const query = unit
        .from('jobcards_jobs as j')
        .leftJoin('memberships as m', 'm.id', 'j.technician_id')
        .leftJoin('users as u', 'u.id', 'm.user_id')
        .whereBetween('j.delivered_at', [begin, end])
        .whereNull('j.cancelled_at')
        .groupBy('j.technician_id', 'u.name')
        .orderByRaw('count(*) desc, u.name')
        .select('j.technician_id', 'u.name as technician')
        .select(
          unit.trx.raw('count(*)::int as delivered'),
          unit.trx.raw('count(*) filter (where j.ready_at <= j.promised_at)::int as on_promise'),
          unit.trx.raw(
            'round(avg(extract(epoch from j.ready_at - j.created_at) / 3600), 4)::text as hours'
          ),
          unit.trx.raw('sum(j.taxable_paise)::text as taxable')
        )
      return (await visible(query, scope, JOBS, 'j')) as Counted[]
    })
    return counted.map((row) => ({
      technician: row.technician ?? 'Nobody',
      href: `/jobcards?status=delivered&technician=${row.technician_id ?? 'none'}`,
      delivered: row.delivered,
      onPromise: row.on_promise,
      hours: row.hours === null ? null : roundHalfAwayFromZero(row.hours, 1),
      taxable: Number(row.taxable),
    }))
  },
})
