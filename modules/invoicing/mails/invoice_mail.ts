import { mailSenderOf, type Scope } from '@karkhana/kernel'
import { formatDate } from '@karkhana/kernel/dates'
import { composeMail, type OutgoingMail } from '@karkhana/kernel/mail'
import { formatRupees } from '@karkhana/kernel/money'
import type Invoice from '../models/invoice.ts'
import type { PrintedFile } from '../services/print.ts'
import { DOCUMENT_TITLES } from '../transformers/invoice.ts'

/** The message that carries an issued invoice to its buyer. */
export async function invoiceMail(
  scope: Scope,
  invoice: Invoice,
  file: PrintedFile,
  to: { address: string; idempotencyKey: string }
): Promise<OutgoingMail> {
  const { name } = scope.organisation
  const supplier = invoice.supplier!
  const buyer = invoice.buyer!
  const title = DOCUMENT_TITLES[invoice.documentType]
  const due = invoice.balance > 0
  const content = await composeMail({
    organisation: name,
    preview: `${formatRupees(invoice.total)}, ${due ? `${formatRupees(invoice.balance)} to pay` : 'paid in full'}`,
    heading: `${title} ${invoice.number}`,
    paragraphs: [
      `Dear ${buyer.name},`,
      `please find attached our ${title.toLowerCase()} ${invoice.number}${about(invoice)}.`,
      due
        ? `The amount due is ${formatRupees(invoice.balance)}.`
        : 'It is paid in full. Thank you.',
    ],
    facts: [
      { label: 'Number', value: invoice.number! },
      { label: 'Date', value: formatDate(invoice.date) },
      { label: 'Total', value: formatRupees(invoice.total) },
      { label: 'Amount due', value: formatRupees(invoice.balance) },
    ],
    footer: [
      `${supplier.legalName} · GSTIN ${supplier.gstin}`,
      [supplier.phone, supplier.email].filter(Boolean).join(' · '),
    ].filter(Boolean),
  })
  return {
    ...content,
    ...(await mailSenderOf(scope, supplier.email ? { name, address: supplier.email } : undefined)),
    to: [{ name: buyer.name, address: to.address }],
    subject: `${title} ${invoice.number} from ${name}`,
    attachments: [{ name: file.name, contentType: 'application/pdf', content: file.content }],
    idempotencyKey: to.idempotencyKey,
  }
}

function about({ vehicle }: Invoice): string {
  return vehicle?.registration ? ` for the vehicle ${vehicle.registration}` : ''
}
