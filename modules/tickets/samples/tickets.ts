import { translate } from '@karkhana/kernel'
import { defineSamples } from '@karkhana/kernel/module'
import { createTicket } from '../services/tickets.ts'

/** A request of each sample customer, each of another urgency. */
export default defineSamples({
  id: 'tickets.samples',
  table: 'tickets_tickets',
  permission: 'tickets.ticket.create',
  requires: ['contacts.samples', 'vehicles.samples'],
  async make(scope, made) {
    const [contacts, vehicles] = [made('contacts.samples'), made('vehicles.samples')]
    const say = (key: string) => translate(scope.language, `tickets.samples.${key}`)
    const requests = [
      { complaint: say('brakes'), priority: 'P2', source: 'phone' },
      { complaint: say('range'), priority: 'P3', source: 'counter' },
      { complaint: say('service'), priority: 'P4', source: 'phone' },
    ] as const
    const ids: string[] = []
    for (const [index, request] of requests.entries()) {
      const parties = { contactId: contacts[index], vehicleId: vehicles[index] }
      ids.push((await createTicket(scope, { ...request, ...parties })).id)
    }
    return ids
  },
})
