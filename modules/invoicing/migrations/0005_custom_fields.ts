import {
  defineMigration,
  indexCustomFields,
  unindexCustomFields,
} from '@karkhana/kernel/migrations'

/** Lists find invoices by the fields that the organisation adds to them. */
export default defineMigration({
  up: [indexCustomFields('invoicing_invoices')],
  down: [unindexCustomFields('invoicing_invoices')],
})
