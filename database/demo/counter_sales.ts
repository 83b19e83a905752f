import type { DateTime } from 'luxon'
import { createDraft } from '../../modules/invoicing/services/drafts.ts'
import { issueInvoice } from '../../modules/invoicing/services/issue.ts'
import { recordPayment } from '../../modules/invoicing/services/payments.ts'
import { changeTicketStatus } from '../../modules/tickets/services/change_ticket_status.ts'
import { createTicket } from '../../modules/tickets/services/tickets.ts'
import { whenOpen } from './calendar.ts'
import type { Fault } from './faults.ts'
import type { Shop } from './visit.ts'

/** Plans a visit of a shop without job cards: ticket, work, invoice alone, cash or UPI. */
export function planCounterSales(shop: Shop, arrival: DateTime, fault: Fault) {
  const { agenda, chance, scope, catalogue } = shop
  const customer = chance.pick(shop.customers)
  const vehicle = chance.pick(customer.vehicles)
  const done = whenOpen(arrival.plus({ hours: chance.between(2, 30) }))
  let ticketId: string

  agenda.plan(arrival, async () => {
    const ticket = await createTicket(scope, {
      contactId: customer.contactId,
      vehicleId: vehicle.id,
      complaint: fault.complaint,
      priority: fault.priority,
      source: 'counter',
    })
    ticketId = ticket.id
  })
  agenda.plan(done, async () => {
    const draft = await createDraft(scope, {
      contactId: customer.contactId,
      vehicleId: vehicle.id,
      date: scope.today() as never,
      lines: [...fault.labour, ...fault.parts].map(([key, quantity]) => {
        const { id, name, hsn, unit, unitPrice } = catalogue[key]
        return { itemId: id, description: name, hsn, quantity, unit, unitPrice }
      }),
    })
    const invoice = await issueInvoice(scope, draft.id)
    if (chance.percent(80)) {
      await recordPayment(scope, invoice.id, {
        idempotencyKey: `demo-${invoice.id}`,
        mode: chance.pick(['cash', 'upi'] as const),
        amount: invoice.total as never,
      })
    }
    await changeTicketStatus(scope, ticketId, {
      transition: 'resolve',
      resolution: fault.resolution,
      cause: fault.findings,
    })
  })
}
