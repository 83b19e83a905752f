import type { Words } from '@karkhana/kernel'
import type { PrintedColumn } from '@karkhana/kernel/documents'
import { formatRupees, groupDigits, sum } from '@karkhana/kernel/money'
import type Invoice from '../models/invoice.ts'
import type InvoiceLine from '../models/invoice_line.ts'
import { notesOf } from '../services/extended_lines.ts'

/** Units that say nothing to a customer. */
const SILENT_UNITS = ['OTH', 'NA']

/** Columns of the table of lines, Rule 46(g) to (m). */
export function lineColumns(invoice: Invoice, say: Words): PrintedColumn[] {
  const inclusive = invoice.priceMode === 'inclusive'
  return [
    { key: 'number', label: '#', kind: 'index', width: '6mm' },
    { key: 'description', label: say('paper.description'), kind: 'text' },
    { key: 'hsn', label: 'HSN/SAC', kind: 'code', width: '17mm' },
    { key: 'quantity', label: say('paper.qty'), kind: 'number', width: '16mm' },
    {
      key: 'price',
      label: inclusive ? say('paper.rate_inclusive') : say('paper.rate'),
      kind: 'number',
      width: inclusive ? '24mm' : '20mm',
    },
    { key: 'taxable', label: say('paper.taxable'), kind: 'amount', width: '21mm' },
    { key: 'rate', label: 'GST', kind: 'number', width: '12mm' },
    { key: 'tax', label: say('paper.tax'), kind: 'amount', width: '18mm' },
    { key: 'total', label: say('paper.amount'), kind: 'amount', width: '21mm' },
  ]
}

/** Lines as the table prints them; amounts are paise. */
export function lineRows(lines: InvoiceLine[], say: Words) {
  return lines.map((line) => ({
    number: line.position,
    description: line.description,
    descriptionNote: printedNote(line, say),
    hsn: line.hsn,
    quantity: SILENT_UNITS.includes(line.unit) ? line.quantity : `${line.quantity} ${line.unit}`,
    price: grouped(line.unitPrice),
    taxable: line.taxable,
    rate:
      line.treatment === 'taxable' ? `${line.gstRate} %` : say(`paper.untaxed.${line.treatment}`),
    tax: sum([line.cgst, line.sgst, line.igst, line.cess]),
    total: line.total,
  }))
}

/** The discount, and what other modules say about the line. */
function printedNote(line: InvoiceLine, say: Words): string | null {
  const discount =
    line.discount > 0
      ? [say('paper.less', { percent: line.discountPercent, amount: formatRupees(line.discount) })]
      : []
  return [...discount, ...notesOf(line)].join(' · ') || null
}

/** `2450.00` → `2,450.00` */
function grouped(price: string) {
  const [whole, decimals = '00'] = price.split('.')
  return `${groupDigits(whole)}.${decimals}`
}
