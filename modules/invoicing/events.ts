import type { EventDeclaration, WebhookDeclaration } from '@karkhana/kernel/module'

/** What invoicing tells others. */
export const INVOICE_EVENTS: EventDeclaration[] = [
  {
    id: 'invoicing.invoice_issued@1',
    description: 'An invoice was issued and posted.',
    payload: {
      invoiceId: 'Id of the invoice.',
      number: 'Its number.',
      documentType: 'tax_invoice or bill_of_supply.',
      date: 'Date of the invoice (YYYY-MM-DD).',
      issuedAt: 'When it was issued (ISO instant, UTC).',
      contactId: 'Id of the customer.',
      vehicleId: 'Id of the vehicle, null without one.',
      jobId: 'Id of the job card, null without one.',
      branchId: 'Id of the branch.',
      totalPaise: 'Total to be paid, in paise.',
    },
  },
  {
    id: 'invoicing.payment_recorded@1',
    description: 'Money was received for an invoice.',
    payload: {
      paymentId: 'Id of the payment.',
      number: 'Number of its receipt.',
      date: 'When the money came in (YYYY-MM-DD).',
      mode: 'cash, upi, card, bank or cheque.',
      amountPaise: 'What was received, in paise.',
      invoiceId: 'Id of the invoice.',
      invoiceNumber: 'Its number.',
      balancePaise: 'What is still to be paid for it, in paise.',
      contactId: 'Id of the customer.',
      branchId: 'Id of the branch.',
    },
  },
]

/** What of it is sent to addresses of the organisation. */
export const INVOICE_WEBHOOKS: WebhookDeclaration[] = [
  {
    name: 'invoice.issued',
    event: 'invoicing.invoice_issued@1',
    description: 'An invoice was issued and posted.',
  },
  {
    name: 'payment.recorded',
    event: 'invoicing.payment_recorded@1',
    description: 'Money was received for an invoice.',
  },
]
