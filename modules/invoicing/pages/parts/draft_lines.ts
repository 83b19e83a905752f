import type { LineColumn, LookupPick, SelectOption, Texts } from '@karkhana/ui'
import { previewLineAmount } from '@karkhana/ui'
import type { DraftLine } from '../../services/draft_input.ts'

/** A line as the editor holds it: every cell is text. */
export interface EditedLine {
  itemId: string | null
  description: string
  hsn: string
  quantity: string
  unit: string
  unitPrice: string
  discountPercent: string
  /** A rate, a treatment (`nil`, `exempt`, `nongst`), or empty for the rate by law. */
  gstRate: string
}

const TREATMENTS = ['nil', 'exempt', 'nongst']

export const blankLine = (): EditedLine => ({
  itemId: null,
  description: '',
  hsn: '',
  quantity: '1',
  unit: 'NOS',
  unitPrice: '',
  discountPercent: '',
  gstRate: '',
})

/** A saved line in the editor. */
export function edited(line: DraftLine): EditedLine {
  const treatment = line.treatment ?? 'taxable'
  return {
    itemId: line.itemId ?? null,
    description: line.description,
    hsn: line.hsn,
    quantity: line.quantity,
    unit: line.unit ?? 'NOS',
    unitPrice: line.unitPrice,
    discountPercent: line.discountPercent === '0' ? '' : (line.discountPercent ?? ''),
    gstRate: treatment === 'taxable' ? (line.gstRate ?? '') : treatment,
  }
}

/** An edited line as it is sent. */
export function sent(line: EditedLine) {
  const untaxed = TREATMENTS.includes(line.gstRate)
  return {
    ...line,
    discountPercent: line.discountPercent || null,
    treatment: untaxed ? line.gstRate : 'taxable',
    gstRate: untaxed ? null : line.gstRate || null,
  }
}

/** Whether a line has what its tax needs. */
export function isPriced(line: EditedLine): boolean {
  return (
    /^(\d{4}|\d{6}|\d{8})$/.test(line.hsn.trim()) &&
    /^\d+(\.\d+)?$/.test(line.quantity) &&
    Number(line.quantity) > 0 &&
    /^\d+(\.\d+)?$/.test(line.unitPrice)
  )
}

/** Rates that occur in a workshop since 22 September 2025; another one of a line is added. */
const RATES = ['0', '5', '18', '28', '40']

/** The columns of the editor. */
export function lineColumns(
  text: Texts,
  units: { code: string; name: string }[],
  lines: EditedLine[]
): LineColumn<EditedLine>[] {
  return [
    {
      key: 'description',
      label: text.label('Item or work'),
      kind: 'item',
      lookup: '/catalog/lookup',
      placeholder: text.label('Type to search'),
      pick: takeItem,
    },
    { key: 'hsn', label: 'HSN/SAC', kind: 'text', share: 1.15 },
    { key: 'quantity', label: text.label('Qty'), kind: 'quantity', share: 0.75 },
    { key: 'unit', label: text.label('Unit'), kind: 'select', options: unitOptions(units) },
    { key: 'unitPrice', label: text.label('Rate ₹'), kind: 'price', share: 1.2 },
    { key: 'discountPercent', label: text.label('Disc. %'), kind: 'percent', share: 0.7 },
    { key: 'gstRate', label: 'GST', kind: 'select', options: rateOptions(text, lines), share: 1.2 },
    {
      key: 'amount',
      label: text.label('Amount'),
      kind: 'money',
      compute: (line) => previewLineAmount(line.quantity, line.unitPrice, line.discountPercent),
    },
  ]
}

function takeItem(line: EditedLine, option: LookupPick) {
  const given = (key: string) => (typeof option[key] === 'string' ? option[key] : '')
  Object.assign(line, {
    itemId: option.id,
    hsn: given('hsn'),
    unit: given('unit') || 'NOS',
    unitPrice: given('unitPrice'),
    gstRate: TREATMENTS.includes(given('treatment')) ? given('treatment') : '',
  })
}

/** Codes alone, since the column is narrow. */
function unitOptions(units: { code: string }[]): SelectOption[] {
  return units.map(({ code }) => ({ value: code, label: code }))
}

function rateOptions(text: Texts, lines: EditedLine[]): SelectOption[] {
  const others = lines.map((line) => line.gstRate).filter((rate) => /^\d/.test(rate))
  const rates = [...new Set([...RATES, ...others])].sort((a, b) => Number(a) - Number(b))
  return [
    { value: '', label: text.label('By law') },
    ...rates.map((rate) => ({ value: rate, label: `${rate} %` })),
    { value: 'nil', label: text.label('Nil-rated') },
    { value: 'exempt', label: text.label('Exempt') },
    { value: 'nongst', label: text.label('Non-GST') },
  ]
}
