import {
  addDecimals,
  multiply,
  percentOf,
  proportion,
  subtract,
  sum,
  ZERO,
  type Paise,
} from '@karkhana/kernel/money'
import type { LineInput, TaxAmounts } from '../../contracts.ts'
import { at } from './reading.ts'
import type { Supply } from './supply.ts'

/** The value without any tax: exempt lines, composition suppliers, zero-rated supplies. */
export function untaxed(taxable: Paise): TaxAmounts {
  return { taxable, cgst: ZERO, sgst: ZERO, igst: ZERO, cess: ZERO }
}

/**
 * Taxes of one line, each rounded to paise. The central and the state half are computed once and
 * are equal.
 *
 * @param net amount after discounts; contains the tax when prices are inclusive
 * @param rate GST in percent
 */
export function taxes(net: Paise, rate: string, supply: Supply): TaxAmounts {
  return supply.priceMode === 'inclusive' ? inside(net, rate, supply) : onTop(net, rate, supply)
}

/**
 * Compensation cess of one line: a percentage of the taxable value and an amount per unit.
 *
 * @throws UnreadableValueError
 */
export function cess(taxable: Paise, line: LineInput, index: number): Paise {
  const adValorem = line.cessRate
    ? at(`lines.${index}.cessRate`, () => percentOf(taxable, line.cessRate!))
    : ZERO
  const perUnit = line.cessPerUnit
    ? at(`lines.${index}.cessPerUnit`, () => multiply(line.qty, line.cessPerUnit!))
    : ZERO
  return sum([adValorem, perUnit])
}

function onTop(net: Paise, rate: string, { nature }: Supply): TaxAmounts {
  if (nature === 'inter') return { ...untaxed(net), igst: percentOf(net, rate) }
  const half = proportion(net, rate, '200')
  return { ...untaxed(net), cgst: half, sgst: half }
}

/**
 * The tax parts are computed from the inclusive amount and subtracted, so that the price the
 * customer was told never changes by a paisa.
 */
function inside(net: Paise, rate: string, { nature }: Supply): TaxAmounts {
  if (nature === 'inter') {
    const igst = proportion(net, rate, addDecimals('100', rate))
    return { ...untaxed(subtract(net, igst)), igst }
  }
  const half = proportion(net, rate, addDecimals('200', rate, rate))
  return { ...untaxed(subtract(net, half, half)), cgst: half, sgst: half }
}
