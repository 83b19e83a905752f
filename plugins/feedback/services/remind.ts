import { settingsOf, type Scope } from '@karkhana/kernel'
import type {} from '@karkhana/contacts/contracts'
import Survey from '../models/survey.ts'
import { SETTINGS } from '../settings.ts'
import { channelFor, mail, newLink, text } from './ask.ts'

/** Reminders of one run; the rest waits for tomorrow. */
const MOST = 500

/**
 * Reminds everybody once who has not answered for some days and still can.
 * @param dueAt when the reminders were due (ISO instant)
 * @returns how many were reminded
 */
export async function remindCustomers(scope: Scope, dueAt: string): Promise<number> {
  const settings = await settingsOf(scope, SETTINGS)
  if (settings.remind_after_days === 0) return 0
  const before = new Date(Date.parse(dueAt) - settings.remind_after_days * 24 * 3_600_000)
  const waiting = await scope.read(() =>
    Survey.query()
      .whereNull('answeredAt')
      .whereNull('remindedAt')
      .whereNot('channel', 'none')
      .where('askedAt', '<=', before)
      .where('expiresAt', '>', new Date(dueAt))
      .orderBy('askedAt')
      .limit(MOST)
  )
  for (const survey of waiting) await remind(scope, survey, settings.by_sms)
  return waiting.length
}

/** The mark is set first: a reminder that fails is not sent twice. */
async function remind(scope: Scope, { id }: Survey, bySms: boolean) {
  const contacts = await scope.need('contacts.directory@1')
  const question = await scope.work(async (unit) => {
    const survey = await Survey.query().where('id', id).whereNull('remindedAt').forUpdate().first()
    if (!survey || survey.answeredAt) return null
    survey.remindedAt = scope.now()
    await survey.save()
    return {
      surveyId: survey.id,
      customer: await contacts.get(scope, survey.contactId),
      vehicle: survey.vehicle,
      url: await newLink(unit, survey),
      language: survey.language,
    }
  })
  if (!question) return
  const channel = channelFor(question.customer, bySms)
  const key = `feedback.remind/${id}`
  if (channel === 'sms' || channel === 'both') await text(scope, question, key)
  if (channel === 'mail' || channel === 'both') await mail(scope, question, key)
}
