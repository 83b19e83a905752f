import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { DEFAULT_CALENDARS, type WorkingCalendar } from '../../clocks/calendars.ts'
import { clockOf, dueAt } from '../../clocks/due_time.ts'

const ZONE = 'Asia/Kolkata'
const { shop, always } = DEFAULT_CALENDARS
const at = (local: string) => DateTime.fromISO(local, { zone: ZONE })
const due = (local: string, minutes: number, calendar: WorkingCalendar = shop) =>
  dueAt(at(local), minutes, calendar, ZONE).setZone(ZONE).toFormat('yyyy-MM-dd HH:mm')

/** 2026-11-20 is a Friday. */
test.group('Due time of a ticket', () => {
  test('{0} with {1} min of working time is due at {2}')
    .with([
      ['2026-11-20T10:00', 60, '2026-11-20 11:00'],
      ['2026-11-20T13:00', 60, '2026-11-20 14:30'],
      ['2026-11-20T13:40', 30, '2026-11-20 14:30'],
      ['2026-11-20T06:00', 510, '2026-11-20 18:30'],
      ['2026-11-20T06:00', 511, '2026-11-21 09:31'],
      ['2026-11-20T20:00', 15, '2026-11-21 09:45'],
      ['2026-11-21T18:00', 60, '2026-11-23 10:00'],
      ['2026-11-22T15:00', 30, '2026-11-23 10:00'],
    ] as const)
    .run(({ assert }, [start, minutes, expected]) => {
      assert.equal(due(start, minutes), expected)
    })

  test('the calendar "always" runs over night and Sunday', ({ assert }) => {
    assert.equal(due('2026-11-21T22:00', 240, always), '2026-11-22 02:00')
  })

  test('holidays are left out, special hours beat both week and holiday', ({ assert }) => {
    const calendar = {
      ...shop,
      holidays: ['2026-11-21', '2026-11-23'],
      special: { '2026-11-23': [['10:00', '11:00']] as const },
    }
    assert.equal(due('2026-11-20T18:00', 60, calendar), '2026-11-23 10:30')
  })

  test('a calendar without hours is refused instead of searched for ever', ({ assert }) => {
    assert.throws(
      () => due('2026-11-20T10:00', 1, { week: {}, holidays: [], special: {} }),
      RangeError
    )
  })

  test('each priority has the target of the house, P1 also at night', ({ assert }) => {
    const raised = at('2026-11-20T18:00')
    const local = (instant: DateTime) => instant.setZone(ZONE).toFormat('yyyy-MM-dd HH:mm')
    const table = (['P1', 'P2', 'P3', 'P4'] as const).map((priority) => {
      const clock = clockOf(priority, raised, ZONE)
      return [priority, local(clock.responseDueAt), local(clock.resolutionDueAt)]
    })
    assert.deepEqual(table, [
      ['P1', '2026-11-20 18:15', '2026-11-20 22:00'],
      ['P2', '2026-11-20 18:30', '2026-11-21 18:30'],
      ['P3', '2026-11-21 11:00', '2026-11-24 10:00'],
      ['P4', '2026-11-21 13:00', '2026-11-27 11:30'],
    ])
  })
})
