import { defineSearch } from '@karkhana/kernel/module'
import { runList } from '@karkhana/kernel/lists'
import { jobList } from '../lists/jobs.ts'
import { CANCELLED_LOOK, STATUS_LOOKS } from '../status/looks.ts'

/** Job cards by number, customer, phone and plate; those that the reader may see. */
export default defineSearch({
  id: 'jobcards.jobs',
  label: 'Job cards',
  icon: 'i-lucide-wrench',
  permission: 'jobcards.job.view',
  async find(scope, text, limit) {
    const { rows } = await runList(scope, jobList, { search: text, limit, withChoices: false })
    return rows.map((row) => ({
      id: row.id,
      title: row.number,
      detail: [
        row.customer,
        row.registration,
        (row.cancelled ? CANCELLED_LOOK : STATUS_LOOKS[row.status]).label,
      ]
        .filter(Boolean)
        .join(' · '),
      href: `/jobcards/${row.id}`,
    }))
  },
})
