import { visible } from '@karkhana/kernel'
import { defineSearch } from '@karkhana/kernel/module'
import { inOrder, numberedIds } from '@karkhana/kernel/search'
import { JOBS } from '../records.ts'
import { jobQuery } from '../services/job_query.ts'
import { CANCELLED_LOOK, STATUS_LOOKS } from '../status/looks.ts'
import { jobRow, type RawJob } from '../transformers/job.ts'

/** Job cards by number and by the plate of the vehicle; those that the reader may see. */
export default defineSearch({
  id: 'jobcards.jobs',
  label: 'Job cards',
  icon: 'i-lucide-wrench',
  permission: 'jobcards.job.view',
  find: (scope, text, limit) =>
    scope.read(async (unit) => {
      const rows = () => visible(unit.from('jobcards_jobs').select('id', 'created_at'), scope, JOBS)
      const ids = await numberedIds(unit, {
        rows,
        text,
        limit,
        codeOf: { column: 'vehicle_id', table: 'vehicles_vehicles', code: 'registration' },
      })
      const found = (await jobQuery(unit).whereIn('j.id', ids)) as RawJob[]
      return inOrder(ids, found.map(jobRow)).map((row) => {
        const { label } = row.cancelled ? CANCELLED_LOOK : STATUS_LOOKS[row.status]
        return {
          id: row.id,
          title: row.number,
          detail: [row.customer, row.registration, label].filter(Boolean).join(' · '),
          href: `/jobcards/${row.id}`,
        }
      })
    }),
})
