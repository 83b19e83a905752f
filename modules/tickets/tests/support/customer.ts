import type { Scope } from '@karkhana/kernel'
import { v7 as uuidv7 } from 'uuid'

/** Registrations are unique in an organisation, which random ones are not for certain. */
let vehicles = 1000

/** A customer with a vehicle, as the other modules would have stored them. */
export async function makeCustomer(scope: Scope, name = 'Raj Kumar') {
  const contactId = uuidv7()
  const vehicleId = uuidv7()
  const registration = `MH12AB${vehicles++}`
  await scope.work(async (unit) => {
    const own = { organisation_id: scope.organisationId }
    await unit.table('contacts_contacts').insert({
      ...own,
      id: contactId,
      kind: 'customer',
      name,
      phone: '+919822012345',
      email: 'raj@example.com',
      state_code: '27',
    })
    await unit.table('vehicles_vehicles').insert({
      ...own,
      id: vehicleId,
      contact_id: contactId,
      registration,
      make: 'Ather',
      model: '450X',
      fuel: 'ev',
    })
  })
  return { contactId, vehicleId, registration }
}

export const COMPLAINT = 'Range drops from 80 to 35 km and it cuts off on the flyover.'
