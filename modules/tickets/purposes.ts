import type { AiPurpose } from '@karkhana/kernel/ai'

/** What language models are asked for: off until an owner or admin switches it on. */
export const SUMMARY: AiPurpose = {
  id: 'tickets.summary',
  label: 'Summary of a ticket',
  description:
    'Sends the complaint, the comments and earlier tickets of the vehicle, and gets three lines for the technician.',
  permission: 'tickets.ticket.view',
}
