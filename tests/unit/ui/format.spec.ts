import { test } from '@japa/runner'
import {
  addDays,
  addMonths,
  dateInZone,
  formatDate,
  formatDateTime,
  formatDecimal,
  formatFinancialYear,
  formatMoney,
  formatPhone,
  formatRegistration,
  fromLocalInput,
  gstinProblem,
  initials,
  parseDate,
  parseDecimal,
  parsePaise,
  parsePhone,
  parseRows,
  parseTime,
  periodOf,
  previewLineAmount,
  relativeTime,
  shortMoney,
  toLocalInput,
  weeksOf,
} from '@karkhana/ui/format'

const ZONE = 'Asia/Kolkata'

test.group('Money on the screen', () => {
  test('groups rupees the Indian way and keeps the paise', ({ assert }) => {
    assert.equal(formatMoney(0), '₹0.00')
    assert.equal(formatMoney(99_99), '₹99.99')
    assert.equal(formatMoney(1_000_00), '₹1,000.00')
    assert.equal(formatMoney(1_23_456_07), '₹1,23,456.07')
    assert.equal(formatMoney(12_34_56_789_00), '₹12,34,56,789.00')
    assert.equal(formatMoney(-14), '−₹0.14')
    assert.equal(formatMoney(474_700, false), '4,747.00')
    assert.equal(formatMoney(-1_20_000, true, true), '(₹1,200.00)')
    assert.equal(formatMoney(1_20_000, false, true), '1,200.00')
  })

  test('shortens to lakh and crore, and rounds up into the next unit', ({ assert }) => {
    assert.equal(shortMoney(99_999_00), '₹99,999')
    assert.equal(shortMoney(12_43_000_00), '₹12.4 L')
    assert.equal(shortMoney(5_00_000_00), '₹5 L')
    assert.equal(shortMoney(99_96_000_00), '₹1 Cr')
    assert.equal(shortMoney(3_10_00_000_00), '₹3.1 Cr')
    assert.equal(shortMoney(12_345_00_00_000_00), '₹12,345 Cr')
    assert.equal(shortMoney(-2_50_000_00), '−₹2.5 L')
  })

  test('reads {typed} as {paise}')
    .with([
      { typed: '12,34,567', paise: 12_34_567_00 },
      { typed: '₹ 1,250.5', paise: 1_250_50 },
      { typed: '1.5L', paise: 1_50_000_00 },
      { typed: '2cr', paise: 2_00_00_000_00 },
      { typed: '0.29', paise: 29 },
      { typed: '.5', paise: 50 },
      { typed: 'Rs. 80', paise: 80_00 },
      { typed: '-450.5', paise: -450_50 },
      { typed: '(₹1,200)', paise: -1_200_00 },
      { typed: '()', paise: null },
      { typed: '1.005', paise: null },
      { typed: '90071992547409.92', paise: null },
      { typed: 'ten', paise: null },
      { typed: '.', paise: null },
      { typed: '', paise: null },
    ])
    .run(({ assert }, { typed, paise }) => assert.equal(parsePaise(typed), paise))

  test('keeps every typed decimal place of a unit price', ({ assert }) => {
    assert.equal(parseDecimal('1,200.5055'), '1200.5055')
    assert.equal(parseDecimal('1.234567L'), '123456.7')
    assert.equal(parseDecimal('007'), '7')
    assert.equal(formatDecimal('1234567.50'), '12,34,567.50')
  })

  test('computes the amount of a line with one rounding, half up', ({ assert }) => {
    assert.equal(previewLineAmount('1.5', '800.00'), 1_200_00)
    assert.equal(previewLineAmount('2', '186.50'), 373_00)
    assert.equal(previewLineAmount('3', '0.335'), 1_01)
    assert.equal(previewLineAmount('1', '0.005'), 1)
    assert.equal(previewLineAmount('1', '999.99', '33.33'), 666_69)
    assert.equal(previewLineAmount('1', '100', '100'), 0)
    assert.isNull(previewLineAmount('1', '100', '101'))
    assert.isNull(previewLineAmount('', '100'))
    assert.isNull(previewLineAmount('one', '100'))
  })
})

test.group('Rows of a spreadsheet', () => {
  test('are read by line and tab, quoted cells with what they hold', ({ assert }) => {
    assert.deepEqual(parseRows('Cable\t1\t180.50\r\nShoe\t2\t450\r\n'), [
      ['Cable', '1', '180.50'],
      ['Shoe', '2', '450'],
    ])
    assert.deepEqual(parseRows('"5"" pipe\nbent"\t\t3'), [['5" pipe\nbent', '', '3']])
    assert.deepEqual(parseRows('a\n\nb'), [['a'], [''], ['b']])
  })

  test('a single text is none', ({ assert }) => {
    assert.isNull(parseRows('Brake cable'))
    assert.isNull(parseRows('Brake cable\n'))
    assert.isNull(parseRows(''))
  })
})

test.group('Dates on the screen', () => {
  test('prints day, month, year in the zone of the organisation', ({ assert }) => {
    assert.equal(formatDate('2026-04-01'), '01-04-2026')
    assert.equal(formatDateTime('2026-03-31T18:30:00.000Z', ZONE), '01-04-2026, 00:00')
    assert.equal(dateInZone(new Date('2026-03-31T18:29:59Z'), ZONE), '2026-03-31')
  })

  test('reads {typed} on 10 April 2026 as {date}')
    .with([
      { typed: 't', date: '2026-04-10' },
      { typed: 'y', date: '2026-04-09' },
      { typed: '+3', date: '2026-04-13' },
      { typed: '-10', date: '2026-03-31' },
      { typed: '15', date: '2026-04-15' },
      { typed: '1-5', date: '2026-05-01' },
      { typed: '29/02/28', date: '2028-02-29' },
      { typed: '2026-12-31', date: '2026-12-31' },
      { typed: '31', date: null },
      { typed: '29-02-2026', date: null },
      { typed: '0', date: null },
      { typed: 'soon', date: null },
    ])
    .run(({ assert }, { typed, date }) => assert.equal(parseDate(typed, '2026-04-10'), date))

  test('reads times as people write them', ({ assert }) => {
    assert.equal(parseTime('14:30'), '14:30')
    assert.equal(parseTime('1430'), '14:30')
    assert.equal(parseTime('9'), '09:00')
    assert.equal(parseTime('2:30 pm'), '14:30')
    assert.equal(parseTime('12am'), '00:00')
    assert.equal(parseTime('12 pm'), '12:00')
    assert.isNull(parseTime('24:00'))
    assert.isNull(parseTime('13 pm'))
    assert.isNull(parseTime('later'))
  })

  test('a wall-clock time and its instant agree, also over a change of the clocks', ({
    assert,
  }) => {
    assert.equal(fromLocalInput('2026-04-01T14:00', ZONE), '2026-04-01T08:30:00.000Z')
    assert.equal(toLocalInput('2026-04-01T08:30:00.000Z', ZONE), '2026-04-01T14:00')
    assert.equal(fromLocalInput('2026-03-29T12:00', 'Europe/Berlin'), '2026-03-29T10:00:00.000Z')
    assert.isNull(fromLocalInput('nonsense', ZONE))
  })

  test('says how long ago only within a week', ({ assert }) => {
    const now = Date.parse('2026-04-10T10:00:00Z')
    assert.equal(relativeTime('2026-04-10T09:59:40Z', now), 'just now')
    assert.equal(relativeTime('2026-04-10T09:59:40Z', now, 'hi-IN'), 'अभी')
    assert.match(relativeTime('2026-04-10T08:00:00Z', now)!, /^2 h/)
    assert.match(relativeTime('2026-04-12T10:00:00Z', now)!, /^in 2 days/)
    assert.isNull(relativeTime('2026-04-01T10:00:00Z', now))
  })

  test('moves over month ends', ({ assert }) => {
    assert.equal(addDays('2026-02-28', 1), '2026-03-01')
    assert.equal(addDays('2026-01-01', -1), '2025-12-31')
  })
})

test.group('Periods', () => {
  test('the financial year goes from April to March', ({ assert }) => {
    assert.equal(formatFinancialYear('2026-03-31'), '2025-26')
    assert.equal(formatFinancialYear('2026-04-01'), '2026-27')
    assert.equal(formatFinancialYear('2099-12-31'), '2099-00')
  })

  test('{name} on 15 February 2028 is {from} to {to}')
    .with([
      { name: 'last_7_days', from: '2028-02-09', to: '2028-02-15' },
      { name: 'last_30_days', from: '2028-01-17', to: '2028-02-15' },
      { name: 'this_month', from: '2028-02-01', to: '2028-02-29' },
      { name: 'last_month', from: '2028-01-01', to: '2028-01-31' },
      { name: 'this_quarter', from: '2028-01-01', to: '2028-03-31' },
      { name: 'last_quarter', from: '2027-10-01', to: '2027-12-31' },
      { name: 'this_year', from: '2027-04-01', to: '2028-03-31' },
      { name: 'last_year', from: '2026-04-01', to: '2027-03-31' },
    ] as const)
    .run(({ assert }, { name, from, to }) =>
      assert.deepEqual(periodOf(name, '2028-02-15'), { from, to })
    )

  test('weeks begin on Monday and cover the month', ({ assert }) => {
    const weeks = weeksOf('2026-11-21')
    assert.deepEqual(weeks[0]?.slice(0, 2), ['2026-10-26', '2026-10-27'])
    assert.equal(weeks.at(-1)?.[0], '2026-11-30')
    assert.lengthOf(weeksOf('2027-02-01'), 4)
    assert.isTrue(weeks.every((week) => new Date(week[0]!).getUTCDay() === 1))
  })

  test('a month further the 31st is the last day', ({ assert }) => {
    assert.equal(addMonths('2026-01-31', 1), '2026-02-28')
    assert.equal(addMonths('2026-01-31', -2), '2025-11-30')
    assert.equal(addMonths('2026-03-15', 12), '2027-03-15')
  })
})

test.group('Numbers of people and things', () => {
  test('checks shape and check digit of a GSTIN', ({ assert }) => {
    assert.isNull(gstinProblem('27AAPFU0939F1ZV'))
    assert.match(gstinProblem('27AAPFU0939F1ZW')!, /check digit/)
    assert.match(gstinProblem('27AAPFU0939F1Z')!, /15 characters/)
    assert.match(gstinProblem('ZZAAPFU0939F1ZV')!, /looks like/)
  })

  test('reads ten digits as an Indian number and keeps other countries', ({ assert }) => {
    assert.equal(parsePhone('98220 12345'), '+919822012345')
    assert.equal(parsePhone('098220-12345'), '+919822012345')
    assert.equal(parsePhone('+91 98220 12345'), '+919822012345')
    assert.equal(parsePhone('+49 30 1234567'), '+49301234567')
    assert.isNull(parsePhone('12345'))
    assert.equal(formatPhone('+919822012345'), '+91 98220 12345')
  })

  test('groups registration numbers of states and of the Bharat series', ({ assert }) => {
    assert.equal(formatRegistration('mh12ab1234'), 'MH 12 AB 1234')
    assert.equal(formatRegistration('22BH1234AA'), '22 BH 1234 AA')
    assert.equal(formatRegistration('TEMP77'), 'TEMP77')
  })

  test('takes initials of first and last name', ({ assert }) => {
    assert.equal(initials('Raj Kumar'), 'RK')
    assert.equal(initials('  asha  devi  patil '), 'AP')
    assert.equal(initials('Ravi'), 'R')
  })
})
