import { visible } from '@karkhana/kernel'
import { defineSlotData, type SlotDataOf } from '@karkhana/kernel/module'
import type {} from '@karkhana/jobcards/contracts'
import { SURVEYS } from '../records.ts'

interface Found {
  id: string
  score: number | null
  comment: string | null
  asked_at: Date
  answered_at: Date | null
  channel: string
}

/** What the customer said about a job card; nothing while nobody was asked. */
const jobAnswer = defineSlotData('jobcards.job.aside', async (scope, { jobId }) =>
  scope.read(async (unit) => {
    const query = unit.from('feedback_surveys as s').where('s.job_id', jobId).select('s.*')
    visible(query, scope, SURVEYS, 's')
    const found = (await query.first()) as Found | null
    return (
      found && {
        surveyId: found.id,
        score: found.score,
        comment: found.comment,
        channel: found.channel,
        askedAt: found.asked_at.toISOString(),
        answeredAt: found.answered_at?.toISOString() ?? null,
      }
    )
  })
)

export type JobAnswer = SlotDataOf<typeof jobAnswer>
export default jobAnswer
