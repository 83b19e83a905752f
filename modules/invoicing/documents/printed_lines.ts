import type { PrintedColumn } from '@karkhana/kernel/documents'
import { formatRupees, groupDigits, sum } from '@karkhana/kernel/money'
import type Invoice from '../models/invoice.ts'
import type InvoiceLine from '../models/invoice_line.ts'
import { notesOf } from '../services/extended_lines.ts'

/** Treatments that stand in the place of a rate. */
const UNTAXED = { nil: 'Nil', exempt: 'Exempt', nongst: 'Non-GST' }

/** Units that say nothing to a customer. */
const SILENT_UNITS = ['OTH', 'NA']

/** Columns of the table of lines, Rule 46(g) to (m). */
export function lineColumns(invoice: Invoice): PrintedColumn[] {
  const inclusive = invoice.priceMode === 'inclusive'
  return [
    { key: 'number', label: '#', kind: 'index', width: '6mm' },
    { key: 'description', label: 'Description', kind: 'text' },
    { key: 'hsn', label: 'HSN/SAC', kind: 'code', width: '17mm' },
    { key: 'quantity', label: 'Qty', kind: 'number', width: '16mm' },
    {
      key: 'price',
      label: inclusive ? 'Rate incl. GST' : 'Rate',
      kind: 'number',
      width: inclusive ? '24mm' : '20mm',
    },
    { key: 'taxable', label: 'Taxable', kind: 'amount', width: '21mm' },
    { key: 'rate', label: 'GST', kind: 'number', width: '12mm' },
    { key: 'tax', label: 'Tax', kind: 'amount', width: '18mm' },
    { key: 'total', label: 'Amount', kind: 'amount', width: '21mm' },
  ]
}

/** Lines as the table prints them; amounts are paise. */
export function lineRows(lines: InvoiceLine[]) {
  return lines.map((line) => ({
    number: line.position,
    description: line.description,
    descriptionNote: printedNote(line),
    hsn: line.hsn,
    quantity: SILENT_UNITS.includes(line.unit) ? line.quantity : `${line.quantity} ${line.unit}`,
    price: grouped(line.unitPrice),
    taxable: line.taxable,
    rate: line.treatment === 'taxable' ? `${line.gstRate} %` : UNTAXED[line.treatment],
    tax: sum([line.cgst, line.sgst, line.igst, line.cess]),
    total: line.total,
  }))
}

/** The discount, and what other modules say about the line. */
function printedNote(line: InvoiceLine): string | null {
  const discount =
    line.discount > 0 ? [`Less ${line.discountPercent} % (${formatRupees(line.discount)})`] : []
  return [...discount, ...notesOf(line)].join(' · ') || null
}

/** `2450.00` → `2,450.00` */
function grouped(price: string) {
  const [whole, decimals = '00'] = price.split('.')
  return `${groupDigits(whole)}.${decimals}`
}
