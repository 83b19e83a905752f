import type { Scope } from '@karkhana/kernel'
import type Survey from '../models/survey.ts'
import { surveyQuery, type RawSurvey } from '../services/survey_query.ts'

/** A survey in a list. */
export interface SurveyRow {
  id: string
  jobId: string
  jobNumber: string
  customer: string
  vehicle: string
  branch: string
  technician: string | null
  /** 0–10; `null` while nobody has answered. */
  score: number | null
  comment: string | null
  channel: string
  /** ISO instants, UTC. */
  askedAt: string
  answeredAt: string | null
}

/** A survey as its page and the API show it. */
export interface SurveyRecord extends SurveyRow {
  contactId: string
  ticketId: string | null
  expiresAt: string
  remindedAt: string | null
}

export function surveyRow(raw: RawSurvey): SurveyRow {
  return {
    id: raw.id,
    jobId: raw.job_id,
    jobNumber: raw.job_number,
    customer: raw.customer,
    vehicle: raw.vehicle,
    branch: raw.branch,
    technician: raw.technician,
    score: raw.score,
    comment: raw.comment,
    channel: raw.channel,
    askedAt: raw.asked_at.toISOString(),
    answeredAt: raw.answered_at?.toISOString() ?? null,
  }
}

export async function surveyRecord(scope: Scope, survey: Survey): Promise<SurveyRecord> {
  const raw = (await scope.read((unit) =>
    surveyQuery(unit).where('s.id', survey.id).first()
  )) as RawSurvey
  return {
    ...surveyRow(raw),
    contactId: survey.contactId,
    ticketId: survey.ticketId,
    expiresAt: survey.expiresAt.toUTC().toISO()!,
    remindedAt: survey.remindedAt?.toUTC().toISO() ?? null,
  }
}
