import { activeMembers, RuleError } from '@karkhana/kernel'
import { defineList } from '@karkhana/kernel/lists'
import { SURVEYS } from '../records.ts'
import { surveyQuery, type RawSurvey } from '../services/survey_query.ts'
import { surveyRow, type SurveyRow } from '../transformers/survey.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const containing = (term: string) => `%${term.replace(/[\\%_]/g, '\\$&')}%`

const GROUPS = [
  { value: 'promoter', label: 'Promoters (9–10)' },
  { value: 'passive', label: 'Passives (7–8)' },
  { value: 'detractor', label: 'Detractors (0–6)' },
  { value: 'none', label: 'Not answered' },
]

const RANGES: Record<string, [number, number]> = {
  promoter: [9, 10],
  passive: [7, 8],
  detractor: [0, 6],
}

/** What customers were asked and what they said, for page and API. */
export const surveyList = defineList<RawSurvey, SurveyRow>({
  from: surveyQuery,
  id: 's.id',
  record: SURVEYS,
  search(query, term) {
    query.where((either) =>
      either
        .whereILike('s.job_number', containing(term))
        .orWhereILike('s.customer', containing(term))
        .orWhereILike('s.vehicle', containing(term))
    )
  },
  filters: {
    group: {
      label: 'Answer',
      options: GROUPS,
      apply(query, value) {
        if (value === 'none') query.whereNull('s.score')
        else if (value in RANGES) query.whereBetween('s.score', RANGES[value])
        else throw unknown('group')
      },
    },
    branch: {
      label: 'Branch',
      options: (scope) =>
        Promise.resolve(scope.branches.map(({ id, name }) => ({ value: id, label: name }))),
      apply: byId('branch', 's.branch_id'),
    },
    technician: {
      label: 'Technician',
      options: async (scope) =>
        (await activeMembers(scope)).map(({ id, name }) => ({ value: id, label: name })),
      apply: byId('technician', 's.technician_id'),
    },
  },
  sorts: {
    newest: {
      label: 'Asked last first',
      column: 's.asked_at',
      type: 'timestamptz',
      direction: 'desc',
    },
  },
  defaultSort: 'newest',
  row: surveyRow,
})

function byId(key: string, column: string) {
  return (query: { where(column: string, value: string): unknown }, value: string) => {
    if (!UUID.test(value)) throw unknown(key)
    query.where(column, value)
  }
}

const unknown = (field: string) =>
  new RuleError('E_FILTER_UNKNOWN', 'There is no such choice.', {
    field,
    next: 'Choose one from the filter.',
  })
