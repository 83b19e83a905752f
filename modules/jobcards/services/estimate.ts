import { NotFoundError, type RuleError, type Scope, type Unit } from '@karkhana/kernel'
import { multiply, percentOf, subtract, sum, ZERO, type Paise } from '@karkhana/kernel/money'
import type {} from '@karkhana/catalog/contracts'
import type { LineInput as TaxLine } from '@karkhana/gst/contracts'
import { LineAmountError } from '../errors.ts'
import type { LineInput } from './lines.ts'

/** Indicative sums of a card; the invoice computes its own on its date. */
export interface Estimate {
  taxablePaise: Paise
  taxPaise: Paise
  totalPaise: Paise
}

/** Whose registration and address decide the tax. */
interface Parties {
  tax_id: string | null
  branch_state: string
  gstin: string | null
  state_code: string | null
}

const NOTHING: Estimate = { taxablePaise: ZERO, taxPaise: ZERO, totalPaise: ZERO }

/**
 * Sums of the lines that are not deferred, with GST by the rates of today. A branch without
 * registration charges none.
 *
 * @throws LineAmountError naming the cell
 * @throws RuleError E_RATE_UNKNOWN at `lines.<n>.hsn`
 */
export async function estimateOf(
  unit: Unit,
  job: { branchId: string; contactId: string },
  lines: LineInput[]
): Promise<Estimate> {
  const { scope } = unit
  const places = lines.flatMap((line, place) => (line.state === 'deferred' ? [] : [place]))
  if (places.length === 0) return NOTHING
  const parties = await partiesOf(unit, job)
  const { tax_id: gstin } = parties
  if (!gstin) return withoutTax(places.map((place) => lines[place]))

  const taxLines: TaxLine[] = []
  for (const place of places) taxLines.push(await taxLine(scope, lines[place], place))
  const gst = await scope.need('gst.calculator@1')
  const { totals } = atCell(places, () =>
    gst.calculate({
      docType: 'INV',
      docDate: scope.today(),
      supplier: { gstin, stateCode: parties.branch_state, scheme: 'regular' },
      recipient: {
        kind: parties.gstin ? 'B2B' : 'B2C',
        gstin: parties.gstin,
        recordedStateCode: parties.state_code,
      },
      priceMode: 'exclusive',
      roundOff: 'none',
      reverseCharge: false,
      payTax: true,
      lines: taxLines,
    })
  )
  const taxablePaise = sum([totals.taxable, totals.nonTaxable])
  return {
    taxablePaise,
    taxPaise: subtract(totals.grandTotal, taxablePaise),
    totalPaise: totals.grandTotal,
  }
}

async function taxLine(scope: Scope, line: LineInput, place: number): Promise<TaxLine> {
  return {
    sl: place + 1,
    kind: line.kind === 'labour' ? 'service' : 'goods',
    hsn: line.hsn,
    qty: line.quantity,
    unitPrice: line.unitPrice,
    gstRate: line.treatment === 'taxable' ? await rateOf(scope, line, place) : null,
    discount: { type: 'percent', value: line.discountPercent },
    treatment: line.treatment,
  }
}

/** The rate of the line, or the one by law today. */
async function rateOf(scope: Scope, line: LineInput, place: number): Promise<string> {
  if (line.gstRate) return line.gstRate
  const catalog = await scope.need('catalog.items@1')
  return catalog.rateOn(scope, {
    itemId: line.itemId,
    hsn: line.hsn,
    date: scope.today(),
    field: `lines.${place}.hsn`,
  })
}

function withoutTax(lines: LineInput[]): Estimate {
  const total = sum(lines.map(lineAmount))
  return { taxablePaise: total, taxPaise: ZERO, totalPaise: total }
}

async function partiesOf(
  unit: Unit,
  { branchId, contactId }: { branchId: string; contactId: string }
): Promise<Parties> {
  const [parties] = await unit.rows<Parties>(
    `select b.tax_id, b.state_code as branch_state, c.gstin, c.state_code
       from branches b join contacts_contacts c on c.id = ? where b.id = ?`,
    [contactId, branchId]
  )
  if (!parties) throw new NotFoundError('customer')
  return parties
}

/** Cells of the tax calculation and what they are called on the card. */
const CELLS: Record<string, string> = { qty: 'quantity', discount: 'discountPercent' }

/** Tells an error of the tax calculation at the cell of the card it comes from. */
function atCell<T>(places: number[], calculate: () => T): T {
  try {
    return calculate()
  } catch (error) {
    const { status, message, field, next } = error as RuleError
    if (status !== 422) throw error
    const [, index, cell] = /^lines\.(\d+)\.?(\w*)/.exec(field ?? '') ?? []
    if (index === undefined) throw new LineAmountError(message, 'lines', next, error)
    const path = `lines.${places[Number(index)]}.${CELLS[cell] ?? (cell || 'unitPrice')}`
    throw new LineAmountError(message, path, next, error)
  }
}

/** The amount of one line before tax, in paise. */
export function lineAmount(
  line: Pick<LineInput, 'quantity' | 'unitPrice' | 'discountPercent'>
): Paise {
  const gross = multiply(line.quantity, line.unitPrice)
  return subtract(gross, percentOf(gross, line.discountPercent))
}
