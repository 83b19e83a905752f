import { defineHandler } from '@karkhana/kernel/module'
import type {} from '@karkhana/tickets/contracts'
import { textCustomer, ticketOf } from '../services/text_customer.ts'

const NAME = 'sms-tickets.text_when_created'

/** A request was taken in. A text that comes days later helps nobody: what waited while it was off is dropped. */
export default defineHandler<'tickets.ticket_created@1'>({
  name: NAME,
  event: 'tickets.ticket_created@1',
  replay: 'none',
  parse: (payload) => ticketOf(payload) as never,
  handle: (scope, ticket, run) =>
    textCustomer(scope, ticket, { step: 'created', run, handler: NAME }),
})
