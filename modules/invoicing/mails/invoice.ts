import { wordsOf, type Language } from '@karkhana/kernel'
import { formatDate } from '@karkhana/kernel/dates'
import { asPaise, formatRupees } from '@karkhana/kernel/money'
import { defineMail } from '@karkhana/kernel/module'

/** What the message about an invoice says; amounts are paise, the date is a business date. */
export interface InvoiceMailData {
  organisation: string
  documentType: 'tax_invoice' | 'bill_of_supply'
  number: string
  date: string
  totalPaise: number
  balancePaise: number
  buyer: string
  /** Registration number of the vehicle; `null` for a sale without one. */
  vehicle: string | null
  /** That of the buyer. */
  language: Language
  supplier: { legalName: string; gstin: string | null; phone: string | null; email: string | null }
}

/** The message that carries an issued invoice to its buyer. */
export default defineMail<InvoiceMailData>({
  id: 'invoicing.invoice',
  label: 'Invoice',
  description: 'Carries an issued invoice to its buyer, with the PDF.',
  content(invoice) {
    const { organisation, number, supplier, language } = invoice
    const say = wordsOf(language, 'invoicing')
    const title = say(`mail.${invoice.documentType}`)
    const [total, balance] = [invoice.totalPaise, invoice.balancePaise].map((paise) =>
      formatRupees(asPaise(paise))
    )
    const due = invoice.balancePaise > 0
    const attached = { title: language === 'en' ? title.toLowerCase() : title, number }
    return {
      subject: say('mail.subject', { title, number, organisation }),
      organisation,
      preview: due
        ? say('mail.preview_due', { total, balance })
        : say('mail.preview_paid', { total }),
      heading: `${title} ${number}`,
      paragraphs: [
        say('mail.dear', { name: invoice.buyer }),
        invoice.vehicle
          ? say('mail.attached_for', { ...attached, vehicle: invoice.vehicle })
          : say('mail.attached', attached),
        due ? say('mail.due', { balance }) : say('mail.paid'),
      ],
      facts: [
        { label: say('mail.number'), value: number },
        { label: say('mail.date'), value: formatDate(invoice.date) },
        { label: say('mail.total'), value: total },
        { label: say('mail.amount_due'), value: balance },
      ],
      footer: [
        `${supplier.legalName} · GSTIN ${supplier.gstin}`,
        [supplier.phone, supplier.email].filter(Boolean).join(' · '),
      ].filter(Boolean),
      lang: language,
    }
  },
  sample: {
    organisation: 'Volt & Wheel',
    documentType: 'tax_invoice',
    language: 'en',
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
