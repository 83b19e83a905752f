import { normalizeDecimal, roundHalfAwayFromZero } from '@karkhana/kernel/money'
import type { BillableLine, LineState } from '../contracts.ts'
import type JobLine from '../models/job_line.ts'
import { lineAmount } from '../services/estimate.ts'

/** One line of a card. Quantities, prices and percentages are decimal strings. */
export interface JobLineRow {
  id: string
  groupName: string | null
  kind: 'labour' | 'part'
  itemId: string | null
  description: string
  hsn: string
  quantity: string
  unit: string
  unitPrice: string
  discountPercent: string
  /** Percent; `null` means by law on the date of the invoice. */
  gstRate: string | null
  treatment: BillableLine['treatment']
  state: LineState
  /** Before tax, in paise. */
  amountPaise: number
}

export function jobLineRow(line: JobLine): JobLineRow {
  const quantity = normalizeDecimal(line.quantity)
  const discountPercent = normalizeDecimal(line.discountPercent)
  return {
    id: line.id,
    groupName: line.groupName,
    kind: line.kind,
    itemId: line.itemId,
    description: line.description,
    hsn: line.hsn,
    quantity,
    unit: line.unit,
    unitPrice: roundHalfAwayFromZero(line.unitPrice, 2),
    discountPercent,
    gstRate: line.gstRate === null ? null : normalizeDecimal(line.gstRate),
    treatment: line.treatment,
    state: line.state,
    amountPaise: lineAmount({ quantity, unitPrice: line.unitPrice, discountPercent }),
  }
}
