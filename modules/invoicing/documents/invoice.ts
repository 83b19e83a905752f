import { printedCustomFields, printedLogo, type Language, type Scope } from '@karkhana/kernel'
import { findOr404 } from '@karkhana/kernel/database'
import { footerLines, paymentDetails, type DocumentDefinition } from '@karkhana/kernel/documents'
import Invoice from '../models/invoice.ts'
import Payment from '../models/payment.ts'
import { languageOfCustomer } from '../services/parties.ts'
import { loadInvoice } from '../services/read_invoice.ts'
import { printedInvoice, type PrintedInvoice } from './printed_invoice.ts'

/** The invoice as the customer receives it: everything that CGST Rules 46 and 49 ask for. */
const invoiceDocument: DocumentDefinition<PrintedInvoice> = {
  id: 'invoicing.invoice',
  title: 'Tax invoice',
  template: 'invoicing::invoice',
  record: 'invoicing_invoices',
  permission: 'invoicing.invoice.view',
  formats: ['A5', 'receipt-80mm'],
  language: async (scope, id) => {
    const { contactId } = await findOr404(Invoice, id, { what: 'invoice' })
    return languageOfCustomer(scope, contactId)
  },
  load,
}

export default invoiceDocument

/** @throws NotFoundError */
async function load(scope: Scope, id: string, language: Language): Promise<PrintedInvoice> {
  return scope.read(async () => {
    const loaded = await loadInvoice(scope, id)
    const payments = await Payment.query().where('invoice_id', id).orderBy('date').orderBy('id')
    const logo = await printedLogo(scope, loaded.invoice.branchId)
    const { table } = Invoice
    const custom = await printedCustomFields(scope, table, loaded.invoice.custom)
    const { contactId, date, status } = loaded.invoice
    const footer = await footerLines(scope, 'invoicing.document_footer@1', {
      invoiceId: id,
      contactId,
      date,
      status,
    })
    const pay = await paymentDetails(scope, loaded.invoice.branchId)
    return printedInvoice(loaded, payments, { language, logo, custom, footer, pay })
  })
}
