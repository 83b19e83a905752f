import type { Scope } from '@karkhana/kernel'
import type Invoice from '../models/invoice.ts'
import type Payment from '../models/payment.ts'

/** Tells other modules of an invoice, in the unit that issues it. */
export async function announceIssued(scope: Scope, invoice: Invoice) {
  await scope.work((unit) =>
    unit.emit(
      'invoicing.invoice_issued@1',
      {
        invoiceId: invoice.id,
        number: invoice.number!,
        documentType: invoice.documentType,
        date: invoice.date,
        issuedAt: invoice.issuedAt!.toUTC().toISO()!,
        contactId: invoice.contactId,
        vehicleId: invoice.vehicleId,
        jobId: invoice.jobId,
        branchId: invoice.branchId,
        totalPaise: invoice.total,
      },
      { record: invoice.id }
    )
  )
}

/** Tells other modules of money received, in the unit that records it. */
export async function announcePayment(scope: Scope, invoice: Invoice, payment: Payment) {
  await scope.work((unit) =>
    unit.emit(
      'invoicing.payment_recorded@1',
      {
        paymentId: payment.id,
        number: payment.number,
        date: payment.date,
        mode: payment.mode,
        amountPaise: payment.amount,
        invoiceId: invoice.id,
        invoiceNumber: invoice.number!,
        balancePaise: invoice.balance,
        contactId: payment.contactId,
        branchId: payment.branchId,
      },
      { record: invoice.id }
    )
  )
}
