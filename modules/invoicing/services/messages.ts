import type {} from '@karkhana/contacts/contracts'
import type { Scope, Unit } from '@karkhana/kernel'
import { findOr404 } from '@karkhana/kernel/database'
import { messagesAbout } from '@karkhana/kernel/mail'
import { NoAddressError } from '../errors.ts'
import Invoice from '../models/invoice.ts'
import InvoiceMessage from '../models/invoice_message.ts'
import { formerMessageView, messageView, type InvoiceMessageView } from '../transformers/message.ts'
import { requestInvoiceMail } from './request_mail.ts'
import { ensureIssued } from './states.ts'

/**
 * Sends an issued invoice with its PDF, to the customer's address or to another one. The message
 * leaves after the commit.
 *
 * @throws NotIssuedError, NoAddressError
 */
export async function emailInvoice(
  scope: Scope,
  id: string,
  input: { to?: string | null } = {}
): Promise<InvoiceMessageView> {
  return scope.work(async (unit) => {
    const invoice = await findOr404(Invoice, id, { what: 'invoice' })
    ensureIssued(invoice, 'sent')
    return queueMessage(scope, unit, invoice, input.to)
  })
}

/** @throws NoAddressError */
export async function queueMessage(
  scope: Scope,
  unit: Unit,
  invoice: Invoice,
  to: string | null | undefined
): Promise<InvoiceMessageView> {
  const address = to || (await presentAddress(scope, invoice))
  if (!address) throw new NoAddressError()
  const { id } = await requestInvoiceMail(unit, {
    invoiceId: invoice.id,
    to: address,
    name: invoice.buyer?.name,
    key: crypto.randomUUID(),
  })
  const messages = await messagesAbout(unit, { table: Invoice.table, id: invoice.id })
  return messageView(
    invoice.id,
    messages.find((message) => message.id === id)!
  )
}

/** The e-mails about an invoice, newest first; before the kernel kept all messages they stood here. */
export async function messagesOf(unit: Unit, invoiceId: string): Promise<InvoiceMessageView[]> {
  const messages = await messagesAbout(unit, { table: Invoice.table, id: invoiceId })
  const former = await InvoiceMessage.query().where('invoice_id', invoiceId).orderBy('id', 'desc')
  return [
    ...messages
      .filter(({ channel }) => channel === 'mail')
      .map((message) => messageView(invoiceId, message)),
    ...former.map(formerMessageView),
  ]
}

/** The address the customer has now; else the one on the invoice. */
async function presentAddress(scope: Scope, invoice: Invoice): Promise<string | null> {
  const directory = await scope.need('contacts.directory@1')
  const contact = await directory.find(scope, invoice.contactId)
  return contact?.email ?? invoice.buyer?.email ?? null
}
