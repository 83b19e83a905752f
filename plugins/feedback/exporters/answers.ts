import { inBatches } from '@karkhana/kernel/transfer'
import { defineExporter } from '@karkhana/kernel/module'
import { surveyQuery, type RawSurvey } from '../services/survey_query.ts'

/** What customers said, as far as the reader may see it. */
export default defineExporter({
  id: 'feedback.answers',
  label: 'Feedback',
  permission: 'feedback.survey.view',
  columns: [
    { key: 'job', label: 'Job card', kind: 'text' },
    { key: 'customer', label: 'Customer', kind: 'text' },
    { key: 'vehicle', label: 'Vehicle', kind: 'text' },
    { key: 'branch', label: 'Branch', kind: 'text' },
    { key: 'technician', label: 'Technician', kind: 'text' },
    { key: 'asked', label: 'Asked', kind: 'instant' },
    { key: 'answered', label: 'Answered', kind: 'instant' },
    { key: 'score', label: 'Score', kind: 'integer' },
    { key: 'comment', label: 'Comment', kind: 'text' },
  ],
  async *rows(scope) {
    const batches = inBatches<RawSurvey>(scope, (unit, after, size) => {
      const query = surveyQuery(unit).where('s.id', '>', after).orderBy('s.id').limit(size)
      return query as PromiseLike<RawSurvey[]>
    })
    for await (const rows of batches) {
      yield rows.map((row) => ({
        id: row.id,
        job: row.job_number,
        customer: row.customer,
        vehicle: row.vehicle,
        branch: row.branch,
        technician: row.technician,
        asked: row.asked_at.toISOString(),
        answered: row.answered_at?.toISOString() ?? null,
        score: row.score,
        comment: row.comment,
      }))
    }
  },
})
