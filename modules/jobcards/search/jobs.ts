import { visible } from '@karkhana/kernel'
import { defineSearch } from '@karkhana/kernel/module'
import { anywhere, beginningWith, compactCode, inOrder, matchingIds } from '@karkhana/kernel/search'
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
      const [code, like] = [compactCode(text), anywhere(text.toUpperCase())]
      const vehicles = () => unit.from('vehicles_vehicles').select('id').limit(20)
      const queries = [beginningWith(rows(), 'number', text.toUpperCase())]
      if (code && code.length >= 4) {
        const starting = beginningWith(vehicles(), 'registration', code)
        queries.push(rows().whereIn('vehicle_id', starting))
      }
      queries.push(
        rows().where((either) => {
          either.whereLike('number', like)
          if (code && code.length >= 4) {
            either.orWhereIn('vehicle_id', vehicles().whereLike('registration', anywhere(code)))
          }
        })
      )
      const ids = await matchingIds(unit, queries, limit)
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
