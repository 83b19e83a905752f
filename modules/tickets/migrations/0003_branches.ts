import {
  defineMigration,
  restrictToBranches,
  restrictToParent,
  unrestrict,
} from '@karkhana/kernel/migrations'

/** Members who are limited to branches see the tickets of those. */
export default defineMigration({
  up: [
    restrictToBranches('tickets_tickets', 'branch_id'),
    restrictToParent('tickets_history', 'ticket_id', 'tickets_tickets'),
  ],
  down: [unrestrict('tickets_history'), unrestrict('tickets_tickets')],
})
