import { settingsOf, type Scope } from '@karkhana/kernel'
import { lockForUpdate } from '@karkhana/kernel/database'
import type {} from '@karkhana/tickets/contracts'
import { AnswerFinalError } from '../errors.ts'
import Survey from '../models/survey.ts'
import { SETTINGS } from '../settings.ts'

/** Hours in which customers may change what they said. */
const CHANGE_HOURS = 24

export interface Answer {
  /** 0–10. */
  score: number
  comment: string | null
}

/** Whether the answer may still be given or changed. */
export function isOpen(scope: Scope, { answeredAt }: Survey): boolean {
  return !answeredAt || answeredAt.plus({ hours: CHANGE_HOURS }) > scope.now()
}

/**
 * Takes the customer's answer, or a change of it. A low score opens a follow-up ticket, once.
 * @throws NotFoundError, AnswerFinalError
 */
export async function takeAnswer(scope: Scope, id: string, answer: Answer): Promise<Survey> {
  const { follow_up_below: low } = await settingsOf(scope, SETTINGS)
  const desk = await scope.contract('tickets.desk@1')
  return scope.work(async (unit) => {
    const survey = await lockForUpdate(Survey, id, { what: 'survey' })
    if (!isOpen(scope, survey)) throw new AnswerFinalError()
    const same = survey.score === answer.score && survey.comment === answer.comment
    if (survey.answeredAt && same) return survey
    survey.merge({ ...answer, answeredAt: survey.answeredAt ?? scope.now() })
    if (desk && answer.score <= low && !survey.ticketId) {
      const ticket = await desk.open(scope, {
        contactId: survey.contactId,
        vehicleId: survey.vehicleId,
        branchId: survey.branchId,
        complaint: complaintOf(survey),
        priority: 'P2',
      })
      survey.ticketId = ticket.id
    }
    await survey.save()
    const { jobId, branchId, technicianId } = survey
    await unit.emit(
      'feedback.survey_answered@1',
      {
        surveyId: survey.id,
        jobId,
        branchId,
        technicianId,
        score: answer.score,
        answeredAt: survey.answeredAt!.toUTC().toISO()!,
      },
      { record: survey.id }
    )
    return survey
  })
}

const complaintOf = ({ jobNumber, score, comment }: Survey) =>
  [`Follow-up of job card ${jobNumber}: ${score} of 10.`, comment].filter(Boolean).join('\n\n')
