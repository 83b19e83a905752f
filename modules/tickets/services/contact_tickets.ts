import { defineSlotData, type SlotDataOf } from '@karkhana/kernel/module'
import type {} from '@karkhana/contacts/contracts'
import { lookupTickets } from './read_ticket.ts'

/** What a contact asked for, for the contact's page. */
const contactTickets = defineSlotData('contacts.contact.aside', async (scope, { contactId }) => ({
  tickets: await lookupTickets(scope, { contact: contactId }),
}))

export type ContactTickets = SlotDataOf<typeof contactTickets>
export default contactTickets
