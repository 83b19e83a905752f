import { test } from '@japa/runner'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import {
  addMinutes,
  AlwaysClosedError,
  hoursProblem,
  isOpenAt,
  minutesBetween,
  type OpenSpan,
  type WeeklyHours,
  type WorkingCalendar,
} from '../../../app/branches/working_calendar.ts'

const DAY: OpenSpan[] = [
  ['09:30', '13:00'],
  ['14:00', '18:30'],
]
const hours: WeeklyHours = {
  1: DAY,
  2: DAY,
  3: DAY,
  4: DAY,
  5: DAY,
  6: [['09:30', '13:00']],
  7: [],
}
const pune: WorkingCalendar = {
  zone: 'Asia/Kolkata',
  hours,
  holidays: new Set(['2026-11-24']),
}
const at = (local: string, zone = 'Asia/Kolkata') => DateTime.fromISO(local, { zone })

test.group('A working calendar', () => {
  test('is closed before opening, in the break, at closing time, on Sunday and on holidays', ({
    assert,
  }) => {
    const open = (local: string) => isOpenAt(pune, at(local))
    assert.deepEqual(
      ['2026-11-23T09:29', '2026-11-23T09:30', '2026-11-23T13:00', '2026-11-23T14:00'].map(open),
      [false, true, false, true]
    )
    assert.deepEqual(
      ['2026-11-23T18:30', '2026-11-22T11:00', '2026-11-24T11:00', '2026-11-25T11:00'].map(open),
      [false, false, false, true]
    )
  })

  test('counts the minutes of its hours alone', ({ assert }) => {
    // Friday 17:30 to Monday 10:00: an hour, Saturday morning, half an hour
    assert.equal(
      minutesBetween(pune, at('2026-11-20T17:30'), at('2026-11-23T10:00')),
      60 + 210 + 30
    )
    assert.equal(minutesBetween(pune, at('2026-11-24T00:00'), at('2026-11-24T23:59')), 0)
    assert.equal(minutesBetween(pune, at('2026-11-23T12:00'), at('2026-11-23T11:00')), 0)
  })

  test('carries a promise over the holiday', ({ assert }) => {
    const due = addMinutes(pune, at('2026-11-23T18:00'), 90)
    assert.equal(due.setZone('Asia/Kolkata').toFormat('yyyy-MM-dd HH:mm'), '2026-11-25 10:30')
    assert.equal(due.zoneName, 'UTC')
  })

  test('without any opening hour there is no due time', ({ assert }) => {
    const closed: WorkingCalendar = {
      ...pune,
      hours: { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] },
    }
    assert.throws(() => addMinutes(closed, at('2026-11-23T10:00'), 1), AlwaysClosedError)
    assert.equal(minutesBetween(closed, at('2026-11-01T00:00'), at('2026-12-01T00:00')), 0)
  })

  test('spans that end before they begin or run into each other are told', ({ assert }) => {
    assert.equal(hoursProblem(hours), null)
    assert.equal(hoursProblem({ ...hours, 2: [['18:00', '09:00']] })!.field, 'hours.2.0')
    const overlap: OpenSpan[] = [
      ['09:00', '13:00'],
      ['12:00', '18:00'],
    ]
    assert.equal(hoursProblem({ ...hours, 3: overlap })!.field, 'hours.3.1')
  })
})

const clock = fc
  .integer({ min: 0, max: 24 * 4 })
  .map(
    (quarter) =>
      `${String(quarter >> 2).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`
  )
const spans = fc.uniqueArray(clock, { minLength: 0, maxLength: 4 }).map((times) => {
  const sorted = times.sort()
  return Array.from({ length: sorted.length >> 1 }, (_, pair): OpenSpan => [
    sorted[2 * pair],
    sorted[2 * pair + 1],
  ])
})
const weekly = fc.record({ 1: spans, 2: spans, 3: spans, 4: spans, 5: spans, 6: spans, 7: spans })
const instant = fc
  .integer({ min: 0, max: 60 * 24 * 60 })
  .map((minutes) => DateTime.utc(2026, 9, 15).plus({ minutes }))
const calendar: fc.Arbitrary<WorkingCalendar> = fc.record({
  // Berlin sets its clocks back within these days, Lord Howe moves them by half an hour
  zone: fc.constantFrom('Asia/Kolkata', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
  hours: weekly,
  holidays: fc
    .array(fc.integer({ min: 0, max: 70 }), { maxLength: 6 })
    .map(
      (days) =>
        new Set(days.map((day) => DateTime.utc(2026, 9, 15).plus({ days: day }).toISODate()!))
    ),
})

test.group('Working minutes of any calendar', () => {
  test('add up: a to b and b to c are a to c', ({ assert }) => {
    fc.assert(
      fc.property(calendar, fc.tuple(instant, instant, instant), (place, instants) => {
        const [a, b, c] = instants.sort((x, y) => x.toMillis() - y.toMillis())
        const apart = minutesBetween(place, a, b) + minutesBetween(place, b, c)
        assert.equal(minutesBetween(place, a, c), apart)
      })
    )
  })

  test('are never more than the minutes that passed, and as many as minutes in which it is open', ({
    assert,
  }) => {
    fc.assert(
      fc.property(calendar, instant, fc.integer({ min: 0, max: 2000 }), (place, from, passed) => {
        let open = 0
        for (let minute = 0; minute < passed; minute++) {
          if (isOpenAt(place, from.plus({ minutes: minute }))) open++
        }
        assert.equal(minutesBetween(place, from, from.plus({ minutes: passed })), open)
        assert.isAtMost(open, passed)
      }),
      { numRuns: 30 }
    )
  })

  test('that were added lie between the start and the due time, which is in working time', ({
    assert,
  }) => {
    fc.assert(
      fc.property(calendar, instant, fc.integer({ min: 1, max: 5000 }), (place, from, minutes) => {
        fc.pre(Object.values(place.hours).some((day) => day.length > 0))
        const due = addMinutes(place, from, minutes)
        assert.equal(minutesBetween(place, from, due), minutes)
        assert.isTrue(isOpenAt(place, due.minus({ minutes: 1 })))
      })
    )
  })
})
