import type { Scope } from '@karkhana/kernel'
import { findOr404 } from '@karkhana/kernel/database'
import Invoice from '../models/invoice.ts'
import { languageOfCustomer } from '../services/parties.ts'
import { printInvoice } from '../services/print.ts'
import { ensureIssued } from '../services/states.ts'
import type { InvoiceMailData } from './invoice.ts'

/**
 * What the message about an invoice says at the time it goes, with its PDF.
 * @throws NotIssuedError when it was cancelled meanwhile
 */
export async function prepareInvoiceMail(scope: Scope, { invoiceId }: { invoiceId: string }) {
  const invoice = await scope.read(() => findOr404(Invoice, invoiceId, { what: 'invoice' }))
  ensureIssued(invoice, 'sent')
  const file = await printInvoice(scope, invoice.id)
  const { name } = scope.organisation
  const supplier = invoice.supplier!
  const buyer = invoice.buyer!
  const data: InvoiceMailData = {
    organisation: name,
    documentType: invoice.documentType,
    language: await languageOfCustomer(scope, invoice.contactId),
    number: invoice.number!,
    date: invoice.date,
    totalPaise: invoice.total,
    balancePaise: invoice.balance,
    buyer: buyer.name,
    vehicle: invoice.vehicle?.registration ?? null,
    supplier,
  }
  return {
    data,
    attachments: [{ name: file.name, contentType: 'application/pdf', content: file.content }],
    ...(supplier.email && { replyTo: { name, address: supplier.email } }),
  }
}
