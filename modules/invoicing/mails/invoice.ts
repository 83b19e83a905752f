import { wordsOf, type Language } from '@karkhana/kernel'
import { formatDate } from '@karkhana/kernel/dates'
import { asPaise, formatRupees } from '@karkhana/kernel/money'
import { placeholders } from '@karkhana/kernel/mail'
import { defineMail } from '@karkhana/kernel/module'
import { prepareInvoiceMail } from './invoice_mail.ts'

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

const rupees = (paise: number) => formatRupees(asPaise(paise))

const titleOf = ({ language, documentType }: InvoiceMailData) =>
  wordsOf(language, 'invoicing')(`mail.${documentType}`)

/** The message that carries an issued invoice to its buyer. */
export default defineMail<InvoiceMailData, { invoiceId: string }>({
  id: 'invoicing.invoice',
  label: 'Invoice',
  description: 'Carries an issued invoice to its buyer, with the PDF.',
  content(invoice) {
    const { organisation, number, supplier, language } = invoice
    const say = wordsOf(language, 'invoicing')
    return {
      organisation,
      facts: [
        { label: say('mail.number'), value: number },
        { label: say('mail.date'), value: formatDate(invoice.date) },
        { label: say('mail.total'), value: rupees(invoice.totalPaise) },
        { label: say('mail.amount_due'), value: rupees(invoice.balancePaise) },
      ],
      footer: [
        `${supplier.legalName} · GSTIN ${supplier.gstin}`,
        [supplier.phone, supplier.email].filter(Boolean).join(' · '),
      ].filter(Boolean),
      lang: language,
    }
  },
  wording: {
    variables: {
      customer: { label: 'Customer', value: ({ buyer }) => buyer },
      title: { label: 'Kind of document', value: titleOf },
      title_in_text: {
        label: 'Kind of document, inside a sentence',
        value: (invoice) =>
          invoice.language === 'en' ? titleOf(invoice).toLowerCase() : titleOf(invoice),
      },
      number: { label: 'Number', value: ({ number }) => number },
      organisation: { label: 'Organisation', value: ({ organisation }) => organisation },
      vehicle: { label: 'Vehicle', value: ({ vehicle }) => vehicle },
      total: { label: 'Total', value: ({ totalPaise }) => rupees(totalPaise) },
      balance: { label: 'Amount due', value: ({ balancePaise }) => rupees(balancePaise) },
      is_due: { label: 'Whether something is due', value: ({ balancePaise }) => balancePaise > 0 },
    },
    words(language) {
      const say = wordsOf(language, 'invoicing')
      const names = {
        ...placeholders('number', 'organisation', 'vehicle', 'total', 'balance'),
        title: '{{ title }}',
      }
      const inText = { ...names, title: '{{ title_in_text }}' }
      const either = (name: string, yes: string, no: string) =>
        `{% if ${name} %}${yes}{% else %}${no}{% endif %}`
      return {
        subject: say('mail.subject', names),
        preview: either('is_due', say('mail.preview_due', names), say('mail.preview_paid', names)),
        heading: '{{ title }} {{ number }}',
        body: [
          say('mail.dear', { name: '{{ customer }}' }),
          either('vehicle', say('mail.attached_for', inText), say('mail.attached', inText)),
          either('is_due', say('mail.due', names), say('mail.paid')),
        ].join('\n\n'),
      }
    },
  },
  prepare: prepareInvoiceMail,
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
