import { defineSlotData, type SlotDataOf } from '@karkhana/kernel/module'
import type {} from '@karkhana/contacts/contracts'
import { lookupVehicles } from './lookup.ts'

/** The vehicles of a contact, for the contact's page. */
const contactVehicles = defineSlotData('contacts.contact.aside', async (scope, { contactId }) => ({
  vehicles: await lookupVehicles(scope, { contact: contactId }),
}))

export type ContactVehicles = SlotDataOf<typeof contactVehicles>
export default contactVehicles
