import { defineSlotData, type SlotDataOf } from '@karkhana/kernel/module'
import type {} from '@karkhana/tickets/contracts'
import { lookupJobs } from './read_job.ts'

/** The job cards opened from a ticket, for the ticket's page. */
const ticketJobs = defineSlotData('tickets.ticket.aside', async (scope, { ticketId }) => ({
  jobs: await lookupJobs(scope, { ticket: ticketId }),
}))

export type TicketJobs = SlotDataOf<typeof ticketJobs>
export default ticketJobs
