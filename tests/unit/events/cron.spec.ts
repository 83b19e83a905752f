import { test } from '@japa/runner'
import { cronProblem, lastDue, nextDue, shownTime, timesDue } from '../../../app/schedules/cron.ts'

const at = (text: string) => new Date(text)

test.group('Cron expressions', () => {
  test('have five fields that can be read', ({ assert }) => {
    for (const cron of ['0 9 * * *', '*/5 8-18 * * 1-6', '0 0 1 jan,apr *', '0 0 L * *']) {
      assert.isNull(cronProblem(cron), cron)
    }
    assert.match(cronProblem('0 9 * *')!, /has 4 fields instead of five/)
    assert.match(cronProblem('0 0 9 * * *')!, /has 6 fields/)
    assert.match(cronProblem('@daily')!, /has 1 fields/)
    assert.match(cronProblem('61 9 * * *')!, /cannot be read/)
    assert.match(cronProblem('H 9 * * *')!, /uses H/)
    assert.match(cronProblem('0 0 30 2 *')!, /cannot be read/)
  })

  test('are due by the clock of the zone, to the second', ({ assert }) => {
    const kolkata = (now: string) => lastDue('30 0 * * *', 'Asia/Kolkata', at(now)).toISOString()
    assert.equal(kolkata('2026-04-01T19:00:00.000Z'), '2026-04-01T19:00:00.000Z')
    assert.equal(kolkata('2026-04-01T18:59:59.999Z'), '2026-03-31T19:00:00.000Z')
    assert.equal(kolkata('2026-04-02T18:00:00.000Z'), '2026-04-01T19:00:00.000Z')
    const next = nextDue('30 0 * * *', 'Asia/Kolkata', at('2026-04-01T19:00:00.000Z'))
    assert.equal(next.toISOString(), '2026-04-02T19:00:00.000Z')
  })

  test('are due once a day where clocks change, also at a time that is left out or shown twice', ({
    assert,
  }) => {
    for (const [day, dues] of [
      ['2026-03-29', ['2026-03-28T01:30', '2026-03-29T01:30', '2026-03-30T00:30']],
      ['2026-10-25', ['2026-10-24T00:30', '2026-10-25T00:30', '2026-10-26T01:30']],
    ] as const) {
      const noon = at(`${day}T12:00:00Z`).getTime()
      const seen = new Set<string>()
      for (let minutes = -24 * 60; minutes <= 24 * 60; minutes += 60) {
        const due = lastDue('30 2 * * *', 'Europe/Berlin', new Date(noon + minutes * 60_000))
        seen.add(due.toISOString().slice(0, 16))
      }
      assert.deepEqual([...seen], dues, day)
      const every = lastDue('*/10 * * * *', 'Europe/Berlin', at(`${day}T01:25:00Z`))
      assert.equal(every.toISOString(), `${day}T01:20:00.000Z`)
    }
  })

  test('are due on a day whose midnight the clock leaves out', ({ assert }) => {
    // From midnight to one o'clock: the day begins at 22:00 and at 4:00 of UTC, and lasts for 23 hours
    for (const [zone, begins] of [
      ['Africa/Cairo', '2026-04-23T22:00Z'],
      ['America/Santiago', '2026-09-06T04:00Z'],
    ] as const) {
      const after = (minutes: number) => new Date(at(begins).getTime() + minutes * 60_000)
      for (const [cron, minutes] of [
        ['0 0 * * *', 0],
        ['30 0 * * *', 30],
        ['5 0,12 * * *', 5],
      ] as const) {
        const shown = `${cron} in ${zone}`
        assert.isBelow(lastDue(cron, zone, after(minutes - 1)).getTime(), after(0).getTime(), shown)
        for (const later of [0, 1, 240]) {
          assert.deepEqual(lastDue(cron, zone, after(minutes + later)), after(minutes), shown)
        }
      }
      assert.deepEqual(lastDue('0 0 * * *', zone, after(22 * 60 + 59)), after(0))
      assert.deepEqual(lastDue('0 0 * * *', zone, after(23 * 60)), after(23 * 60))
    }
  })

  test('show the same time in every zone, unless they go by the time that passes', ({ assert }) => {
    const [pune, london] = [at('2026-11-21T03:30:00Z'), at('2026-11-21T09:00:00Z')]
    assert.equal(shownTime('0 9 * * *', 'Asia/Kolkata', pune), '2026-11-21T09:00')
    assert.equal(shownTime('0 9 * * *', 'Europe/London', london), '2026-11-21T09:00')
    for (const cron of ['0 * * * *', '*/5 8-18 * * *', '30 */2 * * *']) {
      assert.isNull(shownTime(cron, 'Europe/London', london), cron)
    }
  })

  test('are counted between two instants, the later one included', ({ assert }) => {
    const [from, to] = [at('2026-04-01T03:30:00Z'), at('2026-04-04T03:30:00Z')]
    assert.equal(timesDue('0 9 * * *', 'Asia/Kolkata', from, to), 3)
    assert.equal(timesDue('* * * * *', 'Asia/Kolkata', from, to, 10), 10)
  })
})
