import { mailSenderOf, type Scope } from '@karkhana/kernel'
import { renderMail, type OutgoingMail } from '@karkhana/kernel/mail'
import type Invoice from '../models/invoice.ts'
import type { PrintedFile } from '../services/print.ts'
import { languageOfCustomer } from '../services/parties.ts'
import mail from './invoice.ts'

/** The message about an issued invoice, ready to be sent. */
export async function invoiceMail(
  scope: Scope,
  invoice: Invoice,
  file: PrintedFile,
  to: { address: string; idempotencyKey: string }
): Promise<OutgoingMail> {
  const { name } = scope.organisation
  const supplier = invoice.supplier!
  const buyer = invoice.buyer!
  const rendered = await renderMail(mail, {
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
  })
  return {
    ...rendered,
    ...(await mailSenderOf(scope, supplier.email ? { name, address: supplier.email } : undefined)),
    to: [{ name: buyer.name, address: to.address }],
    attachments: [{ name: file.name, contentType: 'application/pdf', content: file.content }],
    idempotencyKey: to.idempotencyKey,
  }
}
