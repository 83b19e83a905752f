import { defineRecords } from '@karkhana/kernel/module'

/** Invoices of the reader's branches. */
export const INVOICES = defineRecords({
  table: 'invoicing_invoices',
  noun: 'invoice',
  view: 'invoicing.invoice.view',
  branch: 'branch_id',
  customFields: true,
  timeline: () => import('./timeline.ts'),
  parts: {
    invoicing_lines: 'invoice_id',
    invoicing_messages: 'invoice_id',
    invoicing_history: 'invoice_id',
  },
})

/** A payment belongs to the branch of its invoice. */
export const PAYMENTS = defineRecords({
  table: 'invoicing_payments',
  noun: 'payment',
  view: 'invoicing.invoice.view',
  branch: 'branch_id',
})
