import type {} from '@karkhana/catalog/contracts'
import type { CalculatedDocument, DocumentInput } from '@karkhana/gst/contracts'
import { RuleError, type Scope, type ScopeBranch } from '@karkhana/kernel'
import type { BusinessDate } from '@karkhana/kernel/dates'
import { normalizeDecimal } from '@karkhana/kernel/money'
import { BranchWithoutGstinError, LineKindError } from '../errors.ts'
import type { DocumentType } from '../models/invoice.ts'
import type { DraftLine } from './draft_input.ts'
import type { ExtendedLine } from './extended_lines.ts'

/** What the tax of an invoice depends on. */
export interface TaxFacts {
  branch: Pick<ScopeBranch, 'name' | 'stateCode' | 'taxId'>
  /** `null` while no customer is chosen. */
  buyer: { gstin: string | null; stateCode: string | null } | null
  date: BusinessDate
  /** Chosen by the writer, else derived. */
  placeOfSupply: string | null
  priceMode: 'exclusive' | 'inclusive'
  lines: TaxedLine[]
}

/** A line as its tax is computed; of added lines mistakes are the fault of the module that added them. */
export type TaxedLine = Omit<DraftLine, 'description'> &
  Partial<Pick<ExtendedLine, 'cessRate' | 'cessPerUnit'>>

/** A line with nothing left open; `gstRate` is what is charged. */
export interface PricedLine {
  kind: 'part' | 'service'
  itemId: string | null
  hsn: string
  quantity: string
  unit: string
  unitPrice: string
  discountPercent: string
  treatment: 'taxable' | 'nil' | 'exempt' | 'nongst'
  chosenRate: string | null
  gstRate: string
  cessRate: string | null
  cessPerUnit: string | null
}

export interface Calculation {
  documentType: DocumentType
  lines: PricedLine[]
  document: CalculatedDocument
}

/**
 * Rates by date, place of supply, taxes and totals of an invoice. A rate of the line wins over the
 * one by law.
 *
 * @throws RuleError at the field: E_RATE_UNKNOWN, E_LINE_KIND, E_GST_…; BranchWithoutGstinError
 */
export async function calculateInvoice(scope: Scope, facts: TaxFacts): Promise<Calculation> {
  const { branch, buyer } = facts
  if (!branch.taxId) throw new BranchWithoutGstinError(branch.name)
  const gst = await scope.need('gst.calculator@1')
  const lines = await pricedLines(scope, facts)
  const document = atOurFields(() =>
    gst.calculate({
      docType: 'INV',
      docDate: facts.date,
      supplier: { gstin: branch.taxId!, stateCode: branch.stateCode, scheme: 'regular' },
      recipient: {
        kind: buyer?.gstin ? 'B2B' : 'B2C',
        gstin: buyer?.gstin ?? null,
        recordedStateCode: buyer?.stateCode ?? null,
      },
      placeOfSupply: facts.placeOfSupply,
      priceMode: facts.priceMode,
      roundOff: 'rupee',
      reverseCharge: false,
      payTax: true,
      lines: lines.map(gstLine),
    })
  )
  const taxable = lines.some((line) => line.treatment === 'taxable')
  return { documentType: taxable ? 'tax_invoice' : 'bill_of_supply', lines, document }
}

function gstLine(line: PricedLine, index: number): DocumentInput['lines'][number] {
  return {
    sl: index + 1,
    kind: line.kind === 'service' ? 'service' : 'goods',
    hsn: line.hsn,
    qty: line.quantity,
    unitPrice: line.unitPrice,
    gstRate: line.gstRate,
    treatment: line.treatment,
    discount: { type: 'percent', value: line.discountPercent },
    cessRate: line.cessRate,
    cessPerUnit: line.cessPerUnit,
  }
}

async function pricedLines(scope: Scope, facts: TaxFacts): Promise<PricedLine[]> {
  const known = new Map<string, string>()
  const priced: PricedLine[] = []
  for (const [index, line] of facts.lines.entries()) {
    const treatment = line.treatment ?? 'taxable'
    const chosenRate =
      treatment === 'taxable' && line.gstRate ? normalizeDecimal(line.gstRate) : null
    priced.push({
      kind: kindOf(line, index),
      itemId: line.itemId ?? null,
      hsn: line.hsn,
      quantity: normalizeDecimal(line.quantity),
      unit: line.unit ?? 'NOS',
      unitPrice: line.unitPrice,
      discountPercent: normalizeDecimal(line.discountPercent || '0'),
      treatment,
      chosenRate,
      gstRate: treatment === 'taxable' ? (chosenRate ?? (await rateByLaw(line, index))) : '0',
      cessRate: treatment === 'taxable' ? (line.cessRate ?? null) : null,
      cessPerUnit: treatment === 'taxable' ? (line.cessPerUnit ?? null) : null,
    })
  }
  return priced

  async function rateByLaw(
    { itemId, hsn }: Pick<DraftLine, 'itemId' | 'hsn'>,
    index: number
  ): Promise<string> {
    const key = `${itemId ?? ''} ${hsn}`
    const earlier = known.get(key)
    if (earlier !== undefined) return earlier
    const catalog = await scope.need('catalog.items@1')
    const field = `lines.${index}.hsn`
    const rate = await catalog.rateOn(scope, { itemId, hsn, date: facts.date, field })
    known.set(key, rate)
    return rate
  }
}

function kindOf({ kind, hsn }: TaxedLine, index: number): 'part' | 'service' {
  const byCode = hsn.startsWith('99') ? 'service' : 'part'
  if (kind && kind !== byCode) throw new LineKindError(index, kind)
  return byCode
}

/** Field of the calculator to the field that the writer sees. */
const FIELDS: [RegExp, string][] = [
  [/^docDate$/, 'date'],
  [/^lines\.(\d+)$/, 'lines.$1.quantity'],
  [/^recipient\..*/, 'contactId'],
  [/^supplier\..*/, 'branch'],
  [/\.qty$/, '.quantity'],
  [/\.discount(\.value)?$/, '.discountPercent'],
]

/** Runs a calculation; its errors name our fields. */
function atOurFields<T>(calculate: () => T): T {
  try {
    return calculate()
  } catch (error) {
    const { code, field, message, next } = error as RuleError
    if (!code?.startsWith('E_GST_')) throw error
    const ours = FIELDS.reduce((path, [theirs, name]) => path?.replace(theirs, name), field)
    throw new RuleError(code, message, { field: ours, next, cause: error })
  }
}
