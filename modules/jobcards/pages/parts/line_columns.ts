import { previewLineAmount, type LineColumn, type LookupPick, type Texts } from '@karkhana/ui'
import { LINE_STATES } from '../../status/looks.ts'
import type { JobLineRow } from '../../transformers/job_line.ts'

/** A line while it is edited; every cell is text. */
export interface DraftLine {
  id: string | null
  groupName: string
  itemId: string | null
  description: string
  hsn: string
  quantity: string
  unit: string
  unitPrice: string
  discountPercent: string
  /** Empty: by law on the date of the invoice. */
  gstRate: string
  treatment: JobLineRow['treatment']
  state: JobLineRow['state']
}

export function blankLine(): DraftLine {
  return {
    id: null,
    groupName: '',
    itemId: null,
    description: '',
    hsn: '',
    quantity: '1',
    unit: 'NOS',
    unitPrice: '',
    discountPercent: '',
    gstRate: '',
    treatment: 'taxable',
    state: 'open',
  }
}

export function draftOf(line: JobLineRow): DraftLine {
  return {
    id: line.id,
    groupName: line.groupName ?? '',
    itemId: line.itemId,
    description: line.description,
    hsn: line.hsn,
    quantity: line.quantity,
    unit: line.unit,
    unitPrice: line.unitPrice,
    discountPercent: line.discountPercent === '0' ? '' : line.discountPercent,
    gstRate: line.gstRate ?? '',
    treatment: line.treatment,
    state: line.state,
  }
}

/** What is sent: a code that begins with 99 is a SAC and makes the line labour. */
export function sentLine({ groupName, discountPercent, gstRate, ...line }: DraftLine) {
  return {
    ...line,
    kind: line.hsn.trim().startsWith('99') ? 'labour' : 'part',
    groupName: groupName || null,
    discountPercent: discountPercent || '0',
    gstRate: gstRate || null,
  }
}

export const isBlank = (line: DraftLine) =>
  line.description === '' && line.hsn === '' && line.unitPrice === ''

/** Amount before tax for the eye; the server computes what counts. */
export const draftAmount = (line: DraftLine) =>
  previewLineAmount(line.quantity, line.unitPrice, line.discountPercent)

/** Units that a workshop uses; the one of a picked item joins them. */
const UNITS = ['NOS', 'PCS', 'SET', 'OTH', 'LTR', 'MLT', 'KGS', 'MTR', 'PAC', 'BOX', 'PRS']

const RATES = ['0', '5', '18', '40'].map((rate) => ({ value: rate, label: `${rate} %` }))

function pick(line: DraftLine, option: LookupPick) {
  Object.assign(line, {
    itemId: option.id,
    hsn: option.hsn,
    unit: option.unit,
    unitPrice: option.unitPrice,
    treatment: option.treatment,
    gstRate: '',
  })
}

/** Cells of the editor; the operation only where there is room for it. */
export function lineColumns(
  text: Texts,
  roomy: boolean,
  lines: DraftLine[]
): LineColumn<DraftLine>[] {
  const codes = [...new Set([...UNITS, ...lines.map(({ unit }) => unit)])]
  const units = codes.map((code) => ({ value: code, label: code }))
  const operation: LineColumn<DraftLine> = {
    key: 'groupName',
    label: text.label('Operation'),
    kind: 'text',
  }
  return [
    {
      key: 'description',
      label: text.label('Labour or part'),
      kind: 'item',
      lookup: '/catalog/lookup',
      placeholder: text.label('Type to search'),
      pick,
    },
    ...(roomy ? [operation] : []),
    { key: 'hsn', label: 'HSN/SAC', kind: 'text' },
    { key: 'quantity', label: text.label('Qty'), kind: 'quantity' },
    { key: 'unit', label: text.label('Unit'), kind: 'select', options: units },
    { key: 'unitPrice', label: text.label('Price ₹'), kind: 'price' },
    { key: 'discountPercent', label: text.label('Disc. %'), kind: 'percent' },
    {
      key: 'gstRate',
      label: 'GST',
      kind: 'select',
      options: [{ value: '', label: text.label('By law') }, ...RATES],
    },
    {
      key: 'state',
      label: text.label('State'),
      kind: 'select',
      options: Object.entries(text.labels(LINE_STATES)).map(([value, label]) => ({ value, label })),
    },
    { key: 'amount', label: text.label('Amount'), kind: 'money', compute: draftAmount },
  ]
}
