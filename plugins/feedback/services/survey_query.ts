import { visible, type Unit } from '@karkhana/kernel'
import { SURVEYS } from '../records.ts'

/** The surveys that the reader may see, with the names of branch and technician. */
export function surveyQuery(unit: Unit) {
  const query = unit
    .from('feedback_surveys as s')
    .join('branches as b', 'b.id', 's.branch_id')
    .leftJoin('memberships as m', 'm.id', 's.technician_id')
    .leftJoin('users as u', 'u.id', 'm.user_id')
    .select(
      's.id',
      's.job_id',
      's.job_number',
      's.customer',
      's.vehicle',
      's.score',
      's.comment',
      's.channel',
      's.asked_at',
      's.answered_at',
      's.ticket_id',
      'b.name as branch',
      unit.trx.raw('coalesce(u.name, m.name) as technician')
    )
  visible(query, unit.scope, SURVEYS, 's')
  return query
}

/** A row of {@link surveyQuery}. */
export interface RawSurvey {
  id: string
  job_id: string
  job_number: string
  customer: string
  vehicle: string
  score: number | null
  comment: string | null
  channel: string
  asked_at: Date
  answered_at: Date | null
  ticket_id: string | null
  branch: string
  technician: string | null
}
