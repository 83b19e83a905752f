import {
  addDecimals,
  compareDecimals,
  normalizeDecimal,
  proportion,
  quantity,
  rate,
  subtract,
  toDecimal,
  type Paise,
  ZERO,
} from '@karkhana/kernel/money'
import type { CalculatedLine, CreditLineInput, CreditOf, TaxAmounts } from '../../contracts.ts'
import { CreditTooLargeError, UnreadableValueError } from '../../errors.ts'
import { lineTotal } from './priced_lines.ts'
import { at } from './reading.ts'
import type { Supply } from './supply.ts'

interface Share {
  returnQty: string
  origQty: string
  /** The note returns the last of the line. */
  last: boolean
}

/**
 * Lines of a credit note by quantity: rate and amounts follow the original line pro rata. The note
 * that returns the last of a line takes what is left, so all notes together equal the original to
 * the paisa.
 *
 * @throws UnreadableValueError, CreditTooLargeError
 */
export function creditedLines({ lines }: CreditOf, supply: Supply): CalculatedLine[] {
  return lines.map((line, index) => creditedLine(line, `creditOf.lines.${index}`, supply))
}

function creditedLine(line: CreditLineInput, field: string, supply: Supply): CalculatedLine {
  const { origQty, returnQty } = quantities(line, field)
  const alreadyQty = at(field, () => quantity(line.alreadyCredited?.qty ?? '0'))
  const credited = addDecimals(alreadyQty, returnQty)
  if (compareDecimals(credited, origQty) > 0) {
    const left = normalizeDecimal(addDecimals(origQty, `-${alreadyQty}`))
    throw new CreditTooLargeError(left, `${field}.returnQty`)
  }

  const share: Share = { returnQty, origQty, last: compareDecimals(credited, origQty) === 0 }
  const part = (name: keyof TaxAmounts) =>
    creditedPart(line.orig[name], line.alreadyCredited?.[name] ?? ZERO, share, field)
  const amounts: TaxAmounts = {
    taxable: part('taxable'),
    cgst: part('cgst'),
    sgst: part('sgst'),
    igst: part('igst'),
    cess: part('cess'),
  }

  return {
    sl: line.sl,
    gross: null,
    discount: null,
    ...amounts,
    gstRate: at(`${field}.orig.gstRate`, () => rate(line.orig.gstRate)),
    treatment: line.treatment ?? 'taxable',
    total: lineTotal(amounts, supply),
  }
}

/**
 * The credited part of one amount: pro rata, the last note takes the rest. Never more than the rest:
 * three returns of 0.02 over four units round up to 0.01 each, and the third must be zero.
 */
function creditedPart(original: Paise, already: Paise, share: Share, field: string): Paise {
  const rest = subtract(original, already)
  if (rest < 0) throw new CreditTooLargeError(`${toDecimal(original)} rupees`, field)
  if (share.last) return rest
  const proRata = proportion(original, share.returnQty, share.origQty)
  return proRata > rest ? rest : proRata
}

function quantities(line: CreditLineInput, field: string) {
  const origQty = at(`${field}.origQty`, () => quantity(line.origQty))
  const returnQty = at(`${field}.returnQty`, () => quantity(line.returnQty))
  for (const [name, value] of Object.entries({ origQty, returnQty })) {
    if (compareDecimals(value, '0') > 0) continue
    throw new UnreadableValueError(
      'The quantity is zero.',
      `${field}.${name}`,
      'Enter a quantity above zero, or leave the line out.'
    )
  }
  return { origQty, returnQty }
}
