import { defineHandler } from '@karkhana/kernel/module'
import type {} from '@karkhana/tickets/contracts'
import { TEXTS, textCustomer, ticketOf, type Step } from '../services/text_customer.ts'

const NAME = 'sms-tickets.text_when_moved'

/** A ticket has another status; of what waited while the bridge was off, only where each ticket stands now is told. */
export default defineHandler<'tickets.ticket_status_changed@1'>({
  name: NAME,
  event: 'tickets.ticket_status_changed@1',
  replay: 'latest',
  parse(payload) {
    const ticket = ticketOf(payload)
    if (typeof ticket.to !== 'string') throw new TypeError('"to" is missing')
    return ticket as never
  },
  async handle(scope, ticket, run) {
    if (!isTold(ticket.to)) return
    await textCustomer(scope, ticket, { step: ticket.to, run, handler: NAME })
  },
})

const isTold = (status: string): status is Step => status !== 'created' && status in TEXTS
