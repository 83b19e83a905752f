import {
  defineMigration,
  restrictToBranches,
  restrictToParent,
  unrestrict,
} from '@karkhana/kernel/migrations'

/**
 * Members who are limited to branches see the invoices of those. A payment is of the branch of its invoice: whoever
 * sees the one sees the other, and their sums agree for every reader.
 */
export default defineMigration({
  up: [
    `alter table invoicing_invoices
  add constraint invoicing_invoices_id_branch_key unique (organisation_id, id, branch_id)`,
    `alter table invoicing_payments add constraint invoicing_payments_branch_of_invoice
  foreign key (organisation_id, invoice_id, branch_id)
  references invoicing_invoices (organisation_id, id, branch_id)`,
    restrictToBranches('invoicing_invoices', 'branch_id'),
    restrictToBranches('invoicing_payments', 'branch_id'),
    restrictToParent('invoicing_lines', 'invoice_id', 'invoicing_invoices'),
    restrictToParent('invoicing_messages', 'invoice_id', 'invoicing_invoices'),
    restrictToParent('invoicing_history', 'invoice_id', 'invoicing_invoices'),
  ],
  down: [
    unrestrict('invoicing_history'),
    unrestrict('invoicing_messages'),
    unrestrict('invoicing_lines'),
    unrestrict('invoicing_payments'),
    unrestrict('invoicing_invoices'),
    'alter table invoicing_payments drop constraint invoicing_payments_branch_of_invoice',
    'alter table invoicing_invoices drop constraint invoicing_invoices_id_branch_key',
  ],
})
