import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { DEFAULT_TIMES, mailDue, quietUntil } from '../../../app/notifications/times.ts'

const at = (time: string) => DateTime.fromISO(`2026-11-21T${time}`, { zone: 'Asia/Kolkata' })
const night = { ...DEFAULT_TIMES, quiet: { from: '21:00', to: '08:00' } }
const due = (
  time: string,
  times = DEFAULT_TIMES,
  how: Partial<Parameters<typeof mailDue>[2]> = {}
) => mailDue(at(time), times, { mode: 'soon', inInbox: false, ...how }).toFormat('dd HH:mm')

test.group('When a mail is due', () => {
  test('at once without an inbox, and after some time to read with one', ({ assert }) => {
    assert.equal(due('10:00'), '21 10:00')
    assert.equal(due('10:00', DEFAULT_TIMES, { inInbox: true }), '21 10:02')
  })

  test('after quiet hours, also over midnight', ({ assert }) => {
    assert.equal(due('20:59', night), '21 20:59')
    assert.equal(due('20:59', night, { inInbox: true }), '22 08:00')
    assert.equal(due('23:30', night), '22 08:00')
    assert.equal(due('03:00', night), '21 08:00')
    assert.equal(due('08:00', night), '21 08:00')
    const lunch = { ...DEFAULT_TIMES, quiet: { from: '13:00', to: '14:00' } }
    assert.equal(due('13:10', lunch), '21 14:00')
    assert.equal(due('14:00', lunch), '21 14:00')
  })

  test('in quiet hours too when it is urgent, unless the reader does not want that', ({
    assert,
  }) => {
    assert.equal(due('23:30', night, { urgent: true }), '21 23:30')
    assert.equal(due('23:30', { ...night, urgent: false }, { urgent: true }), '22 08:00')
    assert.equal(due('23:30', night, { urgent: true, mode: 'digest' }), '22 09:00')
  })

  test('with the next mail of the day', ({ assert }) => {
    const digest = { mode: 'digest' } as const
    assert.equal(due('08:59', DEFAULT_TIMES, digest), '21 09:00')
    assert.equal(due('09:00', DEFAULT_TIMES, digest), '22 09:00')
    assert.equal(due('19:00', { ...night, digest: '18:30' }, digest), '22 18:30')
  })

  test('but not in quiet hours that have begun by the time it is sent', ({ assert }) => {
    const until = (
      time: string,
      times: typeof DEFAULT_TIMES = night,
      told: Partial<Parameters<typeof quietUntil>[2]> = {}
    ) => quietUntil(at(time), times, { mode: 'soon', ...told })?.toFormat('dd HH:mm')
    assert.isUndefined(until('20:59'))
    assert.equal(until('21:00'), '22 08:00')
    assert.equal(until('03:00'), '21 08:00')
    assert.isUndefined(until('08:00'))
    assert.isUndefined(until('23:00', DEFAULT_TIMES))
    assert.isUndefined(until('23:00', night, { urgent: true }))
    assert.equal(until('23:00', { ...night, urgent: false }, { urgent: true }), '22 08:00')
    assert.equal(until('23:00', night, { mode: 'digest' }), '22 08:00', 'a late mail of the day')
    assert.isUndefined(until('23:00', { ...night, digest: '22:30' }, { mode: 'digest' }))
  })
})
