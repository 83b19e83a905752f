import { defineSamples } from '@karkhana/kernel/module'
import { archiveContact, createContact, type ContactInput } from '../services/contacts.ts'

/** Two private customers and a firm, whom nobody can reach by mistake: they have neither phone nor e-mail. */
const CUSTOMERS: Pick<ContactInput, 'name' | 'company' | 'addressLine1'>[] = [
  { name: 'Ramesh Patil', addressLine1: '14 Station Road' },
  { name: 'Sunita Deshmukh', addressLine1: '7 Gandhi Chowk' },
  { name: 'Imran Shaikh', company: 'City Couriers', addressLine1: '22 Market Yard' },
]

export default defineSamples({
  id: 'contacts.samples',
  table: 'contacts_contacts',
  permission: 'contacts.contact.create',
  async make(scope) {
    const ids: string[] = []
    for (const customer of CUSTOMERS) {
      const { stateCode } = scope.branch
      const contact = await createContact(scope, { ...customer, kind: 'customer', stateCode })
      ids.push(contact.id)
    }
    return ids
  },
  archive: archiveContact,
})
