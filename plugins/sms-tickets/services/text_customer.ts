import { languageOf, once, settingsOf, translate, type Scope } from '@karkhana/kernel'
import type { EventRun } from '@karkhana/kernel/module'
import { sendSms } from '@karkhana/kernel/sms'
import type {} from '@karkhana/contacts/contracts'
import { SETTINGS } from '../settings.ts'

/** Steps that a customer may hear of, with what is said. */
export const TEXTS = {
  created: 'sms-tickets.text.created',
  in_progress: 'sms-tickets.text.in_progress',
  on_hold: 'sms-tickets.text.on_hold',
  resolved: 'sms-tickets.text.resolved',
  closed: 'sms-tickets.text.closed',
  cancelled: 'sms-tickets.text.cancelled',
} as const

export type Step = keyof typeof TEXTS

/** What an event says of a ticket, as far as it is needed. */
export interface Texted {
  ticketId: string
  number: string
  contactId: string
}

/**
 * Texts the customer of a ticket about a step, once per event, if the organisation wants it and the customer has a
 * phone.
 */
export async function textCustomer(
  scope: Scope,
  { ticketId, contactId, number }: Texted,
  { step, run, handler }: { step: Step; run: EventRun; handler: string }
): Promise<void> {
  const settings = await settingsOf(scope, SETTINGS)
  if (!settings[step]) return
  const contacts = await scope.need('contacts.directory@1')
  await once(scope, run, handler, async (unit) => {
    const contact = await contacts.find(scope, contactId)
    if (!contact?.phone) return
    await sendSms(unit, {
      module: 'sms-tickets',
      to: contact.phone,
      text: translate(contact.language ?? languageOf(scope), TEXTS[step], {
        organisation: scope.organisation.name,
        number,
      }),
      record: { table: 'tickets_tickets', id: ticketId },
      idempotencyKey: `sms-tickets/${run.id}`,
    })
  })
}

/** @throws TypeError when the payload is not of a ticket */
export function ticketOf(payload: unknown): Texted & Record<string, unknown> {
  const ticket = payload as Record<string, unknown>
  for (const key of ['ticketId', 'number', 'contactId']) {
    if (typeof ticket[key] !== 'string') throw new TypeError(`"${key}" is missing`)
  }
  return ticket as Texted & Record<string, unknown>
}
