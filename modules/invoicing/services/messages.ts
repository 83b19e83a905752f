import type {} from '@karkhana/contacts/contracts'
import type { Scope, Unit } from '@karkhana/kernel'
import { findOr404 } from '@karkhana/kernel/database'
import { NoAddressError } from '../errors.ts'
import sendInvoice from '../jobs/send_invoice.ts'
import Invoice from '../models/invoice.ts'
import InvoiceMessage from '../models/invoice_message.ts'
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
): Promise<InvoiceMessage> {
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
): Promise<InvoiceMessage> {
  const address = to || (await presentAddress(scope, invoice))
  if (!address) throw new NoAddressError()
  const message = await InvoiceMessage.create({
    invoiceId: invoice.id,
    toAddress: address,
    status: 'queued',
    attempts: 0,
    requestedBy: scope.actor.name,
  })
  await unit.dispatch(sendInvoice, { messageId: message.id })
  return message
}

/** The address the customer has now; else the one on the invoice. */
async function presentAddress(scope: Scope, invoice: Invoice): Promise<string | null> {
  const directory = await scope.need('contacts.directory@1')
  const contact = await directory.find(scope, invoice.contactId)
  return contact?.email ?? invoice.buyer?.email ?? null
}
