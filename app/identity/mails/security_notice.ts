import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { absoluteUrl } from '../../http/absolute_url.ts'
import { describeDevice } from '../services/devices.ts'
import type { Origin } from '../services/origin.ts'
import { placeOf } from '../services/places.ts'
import { sendAccountMail } from './send_account_mail.ts'

/** What happened to an account, for the one person who can tell whether it was them. */
export interface SecurityNotice {
  subject: string
  /** Sentences: what it means, what to do if it was somebody else. */
  paragraphs: string[]
  /** Names the message for good; see `AccountMail`. */
  uniqueKey: string
  button?: { label: string; path: string }
}

/**
 * Writes to a person that something about the security of their account changed, with device, place and time. Always
 * sent: it is how people notice that it was not them.
 */
export async function sendSecurityNotice(
  client: TransactionClientContract | null,
  person: { name: string; email: string },
  origin: Origin,
  { subject, paragraphs, uniqueKey, button }: SecurityNotice
): Promise<void> {
  const { label, path } = button ?? { label: 'See your account', path: '/account/security' }
  await sendAccountMail(client, {
    to: person.email,
    subject,
    uniqueKey,
    content: {
      organisation: 'Karkhana',
      heading: subject,
      paragraphs: [`Hello ${person.name},`, ...paragraphs],
      facts: await factsOf(origin),
      button: { label, href: absoluteUrl(path) },
      footer: ['You get this because it concerns the security of your account.'],
    },
  })
}

async function factsOf(origin: Origin) {
  return [
    { label: 'Device', value: describeDevice(origin.userAgent).name },
    { label: 'Place', value: (await placeOf(origin.ip)) ?? 'Unknown' },
    { label: 'Address', value: origin.ip ?? 'Unknown' },
    { label: 'Time', value: timeInWords(new Date()) },
  ]
}

/** "21 November 2025, 14:05 IST"; a mail knows no zone of its reader, so the first market's is named. */
function timeInWords(instant: Date): string {
  const text = new Intl.DateTimeFormat('en-IN', {
    timeZone: 'Asia/Kolkata',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(instant)
  return `${text} IST`
}
