import type { Words } from '@karkhana/kernel'
import type { PrintedColumn, PrintedRow } from '@karkhana/kernel/documents'
import { rate, sum, type Paise } from '@karkhana/kernel/money'
import type Invoice from '../models/invoice.ts'
import type InvoiceLine from '../models/invoice_line.ts'

/**
 * Tax by HSN and rate, each tax with its own rate and amount as Rule 46(l) and (m) ask; `null` when
 * nothing on the invoice is taxable.
 */
export function taxTable(
  invoice: Invoice,
  say: Words
): { columns: PrintedColumn[]; rows: PrintedRow[]; footer: PrintedRow } | null {
  const taxed = invoice.lines.filter((line) => line.treatment === 'taxable')
  if (taxed.length === 0) return null
  const intra = invoice.supplyNature === 'intra'
  const keys = [...new Set(taxed.map((line) => `${line.hsn} ${line.gstRate}`))]
  const rows = keys.map((key) => {
    const [hsn, gstRate] = key.split(' ')
    const lines = taxed.filter((line) => line.hsn === hsn && line.gstRate === gstRate)
    return { hsn, ...(intra ? halves(gstRate) : { igstRate: `${gstRate} %` }), ...sums(lines) }
  })
  return {
    columns: columns(invoice, intra, say),
    rows,
    footer: { hsn: say('paper.total'), ...sums(taxed) },
  }
}

function columns(invoice: Invoice, intra: boolean, say: Words): PrintedColumn[] {
  const amount = (key: string, label: string): PrintedColumn => ({ key, label, kind: 'amount' })
  const percent = (key: string, label: string): PrintedColumn => ({ key, label, kind: 'number' })
  const state = invoice.stateTaxName
  return [
    { key: 'hsn', label: 'HSN/SAC', kind: 'code' },
    amount('taxable', say('paper.taxable')),
    ...(intra
      ? [
          percent('cgstRate', say('paper.rate_of', { tax: 'CGST' })),
          amount('cgst', 'CGST'),
          percent('sgstRate', say('paper.rate_of', { tax: state })),
          amount('sgst', state),
        ]
      : [percent('igstRate', say('paper.rate_of', { tax: 'IGST' })), amount('igst', 'IGST')]),
    amount('tax', say('paper.total_tax')),
  ]
}

/** `18` is 9 % and 9 %; rates have three decimals at most, so halves have four. */
function halves(gstRate: string) {
  const half = rate((Number(gstRate) / 2).toFixed(4))
  return { cgstRate: `${half} %`, sgstRate: `${half} %` }
}

function sums(lines: InvoiceLine[]) {
  const total = (pick: (line: InvoiceLine) => Paise) => sum(lines.map(pick))
  return {
    taxable: total((line) => line.taxable),
    cgst: total((line) => line.cgst),
    sgst: total((line) => line.sgst),
    igst: total((line) => line.igst),
    tax: total((line) => sum([line.cgst, line.sgst, line.igst, line.cess])),
  }
}
