import { ensureVisible, RuleError, type Scope } from '@karkhana/kernel'
import { findOr404 } from '@karkhana/kernel/database'
import Survey from '../models/survey.ts'
import { SURVEYS } from '../records.ts'
import { newLink } from './ask.ts'

/** @throws ForbiddenError, NotFoundError */
export async function getSurvey(scope: Scope, id: string): Promise<Survey> {
  scope.ensure('feedback.survey.view')
  const survey = await scope.read(() => findOr404(Survey, id, { what: 'survey' }))
  ensureVisible(scope, SURVEYS, survey)
  return survey
}

/**
 * A link to hand over at the counter, as text or QR code.
 * @throws ForbiddenError, NotFoundError, RuleError when it was answered or is too old
 */
export async function handOver(scope: Scope, id: string): Promise<string> {
  scope.ensure('feedback.survey.send')
  const survey = await getSurvey(scope, id)
  if (survey.answeredAt || survey.expiresAt <= scope.now()) {
    throw new RuleError('E_FEEDBACK_CLOSED', 'This question is closed.', {
      next: survey.answeredAt ? 'The customer has answered.' : 'It can be answered for 14 days.',
    })
  }
  return scope.work((unit) => newLink(unit, survey))
}
