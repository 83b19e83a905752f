import { test } from '@japa/runner'
import { addDays, isBusinessDate } from '@karkhana/kernel/dates'
import { paise, rate } from '@karkhana/kernel/money'
import { readData } from '../../data/read.ts'
import { allowedRatesOn } from '../../services/rates.ts'
import { findState, selectableStates, stateTaxName } from '../../services/states.ts'
import { threshold } from '../../services/thresholds.ts'
import { unitQuantityCodes } from '../../services/unit_quantity_codes.ts'

interface Period {
  from: string
  to: string | null
}
interface RateEntry {
  hsnPrefix: string
  description: string
  flag?: string
  source?: string
  status?: string
  periods: (Period & { rate: string })[]
}
interface ThresholdEntry {
  key: string
  comparison: string
  periods: (Period & { value: string })[]
}

const rates = readData<RateEntry[]>('rates')
const thresholds = readData<ThresholdEntry[]>('thresholds')

/** Whether periods are real dates, follow each other without a gap, and only the last is open. */
function areInOrder(periods: Period[]) {
  return periods.every(({ from, to }, index) => {
    const next = periods[index + 1]
    const open = to === null
    return (
      isBusinessDate(from) &&
      (open || (isBusinessDate(to) && from <= to)) &&
      (next ? !open && addDays(to!, 1) === next.from : true)
    )
  })
}

test.group('GST tables', () => {
  test('rates of {hsnPrefix} ({description}) are dated, allowed and traceable')
    .with(rates)
    .run(({ assert }, entry) => {
      assert.match(entry.hsnPrefix, /^\d{2,8}$/)
      assert.isTrue(areInOrder(entry.periods))
      for (const period of entry.periods) {
        assert.equal(rate(period.rate), period.rate)
        assert.include(allowedRatesOn(period.from), period.rate)
      }
      assert.isTrue(Boolean(entry.source ?? entry.status), 'neither source nor status')
      assert.oneOf(entry.flag, [undefined, 'electricVehicle', 'evCharger', 'evCharging'])
    })

  test('no prefix is listed twice for the same mark', ({ assert }) => {
    const keys = rates.map(({ hsnPrefix, flag }) => `${hsnPrefix} ${flag}`)
    assert.lengthOf(new Set(keys), keys.length)
  })

  test('limits of {key} are dated numbers')
    .with(thresholds)
    .run(({ assert }, entry) => {
      assert.isTrue(areInOrder(entry.periods))
      for (const { value } of entry.periods) assert.match(value, /^\d+(\.\d{2})?$/)
    })

  test('the limit of large consumer invoices changed on 1 August 2024', ({ assert }) => {
    assert.equal(threshold('b2clInvoiceValue', '2024-07-31'), paise('250000.00'))
    assert.equal(threshold('b2clInvoiceValue', '2024-08-01'), paise('100000.00'))
    assert.isNull(threshold('b2clInvoiceValue', '2017-06-30'))
  })

  test('the portal list of states and units is complete', ({ assert }) => {
    const numbered = Array.from({ length: 38 }, (_, index) => `${index + 1}`.padStart(2, '0'))
    for (const code of [...numbered, '96', '97', '99']) assert.exists(findState(code), code)
    assert.isUndefined(findState('39'))
    assert.includeMembers(
      unitQuantityCodes().map(({ code }) => code),
      ['NOS', 'OTH', 'SET', 'LTR', 'KGS']
    )
  })

  test('union territories without legislature levy UTGST, Delhi does not', ({ assert }) => {
    const territories = selectableStates().filter((state) => state.unionTerritoryTax)
    assert.sameMembers(
      territories.map(({ code }) => code),
      ['04', '26', '31', '35', '38', '97']
    )
    assert.equal(stateTaxName('04'), 'UTGST')
    assert.equal(stateTaxName('07'), 'SGST')
  })
})
