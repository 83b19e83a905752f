import type { Unit } from '@karkhana/kernel'
import { sendMail, type RequestedMessage } from '@karkhana/kernel/mail'
import invoiceMail from '../mails/invoice.ts'
import Invoice from '../models/invoice.ts'

/** Asks for the e-mail about an invoice. @param asked.key names the wish: the same one sends it once */
export function requestInvoiceMail(
  unit: Unit,
  { invoiceId, to, name, key }: { invoiceId: string; to: string; name?: string; key: string }
): Promise<RequestedMessage> {
  return sendMail(unit, {
    mail: invoiceMail,
    data: { invoiceId },
    to: { name, address: to },
    record: { table: Invoice.table, id: invoiceId },
    idempotencyKey: `invoicing.invoice/${key}`,
  })
}
