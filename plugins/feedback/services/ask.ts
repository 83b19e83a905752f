import { makeLink, settingsOf, type Scope, type Unit } from '@karkhana/kernel'
import { sendMail } from '@karkhana/kernel/mail'
import { sendWordedText } from '@karkhana/kernel/sms'
import type { Contact } from '@karkhana/contacts/contracts'
import type {} from '@karkhana/vehicles/contracts'
import questionMail, { type QuestionMailData } from '../mails/question.ts'
import Survey, { type Channel } from '../models/survey.ts'
import { SETTINGS } from '../settings.ts'

/** Days that a link can be used. */
const OPEN_DAYS = 14

/** What the delivery of a vehicle tells. */
export interface Delivered {
  jobId: string
  number: string
  contactId: string
  vehicleId: string
  branchId: string
  technicianId: string | null
}

/**
 * Asks the customer of a job card how it was: keeps the survey, and sends its link by e-mail and text message. Asked
 * for the same job card again, or too soon after another question, it does nothing.
 *
 * @param key of this run; the same key never sends a second message
 */
export async function askCustomer(scope: Scope, job: Delivered, key: string): Promise<void> {
  const contacts = await scope.need('contacts.directory@1')
  const vehicles = await scope.need('vehicles.registry@1')
  const settings = await settingsOf(scope, SETTINGS)
  const { customer, vehicle } = await scope.read(async () => {
    const { make, model, registration } = await vehicles.get(scope, job.vehicleId)
    return {
      customer: await contacts.get(scope, job.contactId),
      vehicle: registration ?? `${make} ${model}`,
    }
  })
  const channel = channelFor(customer, settings.by_sms)
  const asked = await scope.work(async (unit) => {
    const survey = await findOrMake(scope, job, {
      channel,
      language: customer.language ?? languageOf(settings.language),
      customer: customer.name,
      vehicle,
    })
    if (!survey || survey.answeredAt) return null
    return { survey, url: await newLink(unit, survey) }
  })
  if (!asked) return
  const { survey, url } = asked
  const message = { surveyId: survey.id, customer, vehicle, url, language: survey.language }
  if (channel === 'sms' || channel === 'both') await text(scope, message, `feedback.ask/${key}`)
  if (channel === 'mail' || channel === 'both') await mail(scope, message, key)
}

/** A fresh link to the page of the survey; links made before stay good. */
export async function newLink(unit: Unit, survey: Survey): Promise<string> {
  return makeLink(unit, {
    purpose: 'feedback.survey',
    recordId: survey.id,
    expiresAt: survey.expiresAt,
    language: survey.language,
  })
}

export interface Question {
  surveyId: string
  customer: Contact
  vehicle: string
  url: string
  language: 'en' | 'hi'
}

/** @param key of this message; the same key is sent once */
export async function text(scope: Scope, question: Question, key: string): Promise<void> {
  const { customer, language } = question
  await scope.work((unit) =>
    sendWordedText(unit, {
      channel: 'sms',
      mail: questionMail,
      data: saidIn(scope, question),
      language,
      to: customer.phone!,
      record: { table: Survey.table, id: question.surveyId },
      idempotencyKey: key,
    })
  )
}

/** @param key of this message; the same key is sent once */
export async function mail(scope: Scope, question: Question, key: string): Promise<void> {
  const { customer } = question
  await scope.work((unit) =>
    sendMail(unit, {
      mail: questionMail,
      data: saidIn(scope, question),
      to: { name: customer.name, address: customer.email! },
      record: { table: Survey.table, id: question.surveyId },
      idempotencyKey: key,
    })
  )
}

/** What the words of the messages are filled with. */
function saidIn(scope: Scope, { customer, vehicle, url, language }: Question): QuestionMailData {
  const organisation = scope.organisation.name
  return { organisation, customer: customer.name, vehicle, url, language }
}

/** The survey of the job card; `null` when the customer was asked about another one a short while ago. */
async function findOrMake(
  scope: Scope,
  { number, ...job }: Delivered,
  how: { channel: Channel; language: 'en' | 'hi'; customer: string; vehicle: string }
): Promise<Survey | null> {
  const known = await Survey.query().where('jobId', job.jobId).first()
  if (known) return known
  const { rest_days: rest } = await settingsOf(scope, SETTINGS)
  const recent = await Survey.query()
    .where('contactId', job.contactId)
    .where('askedAt', '>', scope.now().minus({ days: rest }).toJSDate())
    .first()
  if (recent) return null
  return Survey.create({
    ...job,
    ...how,
    jobNumber: number,
    askedAt: scope.now(),
    expiresAt: scope.now().plus({ days: OPEN_DAYS }),
  })
}

export function channelFor({ email, phone }: Contact, bySms: boolean): Channel {
  const sms = bySms && phone
  if (email) return sms ? 'both' : 'mail'
  return sms ? 'sms' : 'none'
}

const languageOf = (chosen: string) => (chosen === 'hi' ? 'hi' : 'en')
