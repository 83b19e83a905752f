import { ExtensionAnswerError, extend, type ExtensionAnswer, type Scope } from '@karkhana/kernel'
import { multiply, normalizeDecimal, percentOf, subtract } from '@karkhana/kernel/money'
import type { ExtendedDraft, PriceAnswer, TaxLine } from '../contracts.ts'
import type { DraftLine } from './draft_input.ts'

/** A line with what other modules made of it. */
export interface ExtendedLine extends DraftLine {
  /** What the writer asked for, where a price rule changed it: rupees and percent. */
  askedPrice: string | null
  askedDiscount: string | null
  /** Module whose price rule counts, and why in its words. */
  priceRule: string | null
  priceNote: string | null
  /** Module that added the line; `null` for a line of the writer. */
  addedBy: string | null
  /** Percent, and rupees per unit. */
  cessRate: string | null
  cessPerUnit: string | null
  /** Why there is cess, or the line at all. */
  taxNote: string | null
}

/** What modules are told of the invoice besides its lines. */
export type DraftFacts = Omit<ExtendedDraft, 'lines'>

const PRICE = /^\d{1,8}(\.\d{1,2})?$/
const PERCENT = /^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/
const RATE = /^\d{1,3}(\.\d{1,3})?$/
const QUANTITY = /^(?=.*[1-9])\d{1,6}(\.\d{1,3})?$/
const HSN = /^(\d{4}|\d{6}|\d{8})$/
const TREATMENTS = ['taxable', 'nil', 'exempt', 'nongst']
/** Characters of a reason, as it stands below a line. */
const REASON = 120
/** Lines that one module adds to an invoice. */
const MOST_ADDED = 10

/** Lines as they were written, for those that nobody changed. */
export const untouched = (line: DraftLine): ExtendedLine => ({
  ...line,
  askedPrice: null,
  askedDiscount: null,
  priceRule: null,
  priceNote: null,
  addedBy: null,
  cessRate: null,
  cessPerUnit: null,
  taxNote: null,
})

/**
 * The lines of a draft with the prices that other modules set and the cess and charges that they add. Price rules see
 * what the writer asked for; the rest sees the prices that came of it.
 * @throws ExtensionFailedError, ExtensionAnswerError, the refusal of a module
 */
export async function extendLines(
  scope: Scope,
  facts: DraftFacts,
  lines: DraftLine[]
): Promise<ExtendedLine[]> {
  return withTaxLines(scope, facts, await withPrices(scope, facts, lines.map(untouched)))
}

/**
 * The lines with cess and charges asked for anew; their prices stay.
 * @throws ExtensionFailedError, ExtensionAnswerError, the refusal of a module
 */
export async function withTaxLines(
  scope: Scope,
  facts: DraftFacts,
  lines: ExtendedLine[]
): Promise<ExtendedLine[]> {
  const point = 'invoicing.tax_lines@1'
  const taxed = lines.map((line) => ({ ...line, cessRate: null, cessPerUnit: null, taxNote: null }))
  const result: ExtendedLine[] = [...taxed]
  for (const given of await extend(scope, point, { ...facts, lines: lines.map(seen) })) {
    const ensure = checker(given, point)
    const { cess = [], lines: added = [] } = given.answer
    for (const { line, rate, perUnit, reason } of cess) {
      ensure(Boolean(taxed[line]), `cess on line ${line}, which does not exist`)
      ensure(!rate || RATE.test(rate), `the cess rate "${rate}"`)
      ensure(!perUnit || PRICE.test(perUnit), `the cess per unit "${perUnit}"`)
      ensure(isReason(reason), 'cess without a reason of at most 120 characters')
      Object.assign(result[line], {
        cessRate: rate ?? null,
        cessPerUnit: perUnit ?? null,
        taxNote: reason,
      })
    }
    ensure(added.length <= MOST_ADDED, `${added.length} lines, where ${MOST_ADDED} are allowed`)
    for (const line of added) {
      ensureLine(line, ensure)
      result.push({ ...untouched(line), addedBy: given.module, taxNote: line.reason })
    }
  }
  return result
}

/** What modules say about a line, for its reader. */
export function notesOf({ priceNote, taxNote }: Pick<ExtendedLine, 'priceNote' | 'taxNote'>) {
  return [priceNote, taxNote].filter((note) => note !== null)
}

async function withPrices(scope: Scope, facts: DraftFacts, lines: ExtendedLine[]) {
  const point = 'invoicing.price_rules@1'
  const best = new Map<number, ExtendedLine>()
  for (const given of await extend(scope, point, { ...facts, lines: lines.map(seen) })) {
    const ensure = checker(given, point)
    for (const answer of given.answer) {
      const line = lines[answer.line]
      ensure(Boolean(line), `a price for line ${answer.line}, which does not exist`)
      ensure(isReason(answer.reason), 'a price without a reason of at most 120 characters')
      const priced = repriced(line, given.module, answer, ensure)
      const known = best.get(answer.line)
      if (!known || net(priced) < net(known)) best.set(answer.line, priced)
    }
  }
  return lines.map((line, index) => best.get(index) ?? line)
}

function repriced(line: ExtendedLine, module: string, answer: PriceAnswer, ensure: Ensure) {
  const unitPrice = answer.unitPrice ?? line.unitPrice
  const discountPercent = answer.discountPercent ?? line.discountPercent ?? '0'
  ensure(PRICE.test(unitPrice), `the price "${unitPrice}"`)
  ensure(PERCENT.test(discountPercent), `the discount "${discountPercent}"`)
  return {
    ...line,
    unitPrice,
    discountPercent,
    askedPrice: line.unitPrice,
    askedDiscount: normalizeDecimal(line.discountPercent || '0'),
    priceRule: module,
    priceNote: answer.reason,
  }
}

/** What the customer pays for a line before tax, paise. */
function net({ quantity, unitPrice, discountPercent }: DraftLine) {
  const gross = multiply(quantity, unitPrice)
  return subtract(gross, percentOf(gross, discountPercent || '0'))
}

function ensureLine(line: TaxLine, ensure: Ensure) {
  ensure(
    line.description.trim().length > 0 && line.description.length <= 300,
    'a line without name'
  )
  ensure(HSN.test(line.hsn), `the HSN or SAC "${line.hsn}"`)
  ensure(QUANTITY.test(line.quantity), `the quantity "${line.quantity}"`)
  ensure(PRICE.test(line.unitPrice), `the price "${line.unitPrice}"`)
  ensure(!line.gstRate || RATE.test(line.gstRate), `the GST rate "${line.gstRate}"`)
  ensure(!line.treatment || TREATMENTS.includes(line.treatment), `"${line.treatment}"`)
  ensure(isReason(line.reason), 'a line without a reason of at most 120 characters')
}

const isReason = (reason: string) => reason.trim().length > 0 && reason.length <= REASON

type Ensure = (fine: boolean, what: string) => void

function checker(
  { module, name }: Pick<ExtensionAnswer<'invoicing.tax_lines@1'>, 'module' | 'name'>,
  point: string
): Ensure {
  return (fine, what) => {
    if (!fine) throw new ExtensionAnswerError({ module, name, point }, what)
  }
}

/** A line as modules see it. */
function seen(line: ExtendedLine): ExtendedDraft['lines'][number] {
  const { itemId, description, hsn, quantity, unit, unitPrice, discountPercent, treatment } = line
  return {
    kind: hsn.startsWith('99') ? 'service' : 'part',
    itemId: itemId ?? null,
    description: description ?? '',
    hsn,
    quantity,
    unit: unit ?? 'NOS',
    unitPrice,
    discountPercent: normalizeDecimal(discountPercent || '0'),
    treatment: treatment ?? 'taxable',
  }
}
