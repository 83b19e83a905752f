import {
  defineMigration,
  indexCustomFields,
  unindexCustomFields,
} from '@karkhana/kernel/migrations'

/** Lists find tickets by the fields that the organisation adds to them. */
export default defineMigration({
  up: [indexCustomFields('tickets_tickets')],
  down: [unindexCustomFields('tickets_tickets')],
})
