import { formatDate } from '@karkhana/kernel/dates'
import { asPaise, formatRupees } from '@karkhana/kernel/money'
import { defineMail } from '@karkhana/kernel/module'

/** What the message about an invoice says; amounts are paise, the date is a business date. */
export interface InvoiceMailData {
  organisation: string
  /** "Tax invoice", "Bill of supply". */
  title: string
  number: string
  date: string
  totalPaise: number
  balancePaise: number
  buyer: string
  /** Registration number of the vehicle; `null` for a sale without one. */
  vehicle: string | null
  supplier: { legalName: string; gstin: string | null; phone: string | null; email: string | null }
}

/** The message that carries an issued invoice to its buyer. */
export default defineMail<InvoiceMailData>({
  id: 'invoicing.invoice',
  label: 'Invoice',
  description: 'Carries an issued invoice to its buyer, with the PDF.',
  content(invoice) {
    const { organisation, title, number, supplier } = invoice
    const [total, balance] = [invoice.totalPaise, invoice.balancePaise].map((paise) =>
      formatRupees(asPaise(paise))
    )
    const due = invoice.balancePaise > 0
    const about = invoice.vehicle ? ` for the vehicle ${invoice.vehicle}` : ''
    return {
      subject: `${title} ${number} from ${organisation}`,
      organisation,
      preview: `${total}, ${due ? `${balance} to pay` : 'paid in full'}`,
      heading: `${title} ${number}`,
      paragraphs: [
        `Dear ${invoice.buyer},`,
        `please find attached our ${title.toLowerCase()} ${number}${about}.`,
        due ? `The amount due is ${balance}.` : 'It is paid in full. Thank you.',
      ],
      facts: [
        { label: 'Number', value: number },
        { label: 'Date', value: formatDate(invoice.date) },
        { label: 'Total', value: total },
        { label: 'Amount due', value: balance },
      ],
      footer: [
        `${supplier.legalName} · GSTIN ${supplier.gstin}`,
        [supplier.phone, supplier.email].filter(Boolean).join(' · '),
      ].filter(Boolean),
    }
  },
  sample: {
    organisation: 'Volt & Wheel',
    title: 'Tax invoice',
    number: 'MAIN/26-27/00042',
    date: '2026-11-20',
    totalPaise: 4_747_00,
    balancePaise: 2_747_00,
    buyer: 'Raj Kumar',
    vehicle: 'MH12AB1234',
    supplier: {
      legalName: 'Volt & Wheel Services LLP',
      gstin: '27AAPFU0939F1ZV',
      phone: '+91 98220 54321',
      email: 'pune@voltwheel.example',
    },
  },
})
