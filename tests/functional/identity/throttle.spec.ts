import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import {
  forgetOldTries,
  throttle,
  throttleAll,
  TooManyTriesError,
  type ThrottleRule,
} from '../../../app/identity/services/throttle.ts'

const RULE: ThrottleRule = { name: 'test', free: 3 }
const MINUTE = 60

/** Lets time pass for every counter of the rule's test. */
async function later(subject: string, seconds: number) {
  await db.rawQuery(
    `update sign_in_throttles set blocked_until = blocked_until - make_interval(secs => ?),
            started_at = started_at - make_interval(secs => ?),
            last_at = last_at - make_interval(secs => ?) where key = ?`,
    [seconds, seconds, seconds, await keyOf(subject)]
  )
}

async function keyOf(subject: string): Promise<string> {
  const { createHash } = await import('node:crypto')
  return `test:${createHash('sha256').update(subject).digest('base64url')}`
}

/** Seconds to wait, or 0 when the try was let through. */
async function attempt(subject: string, rule = RULE): Promise<number> {
  try {
    await throttle(rule, subject)
    return 0
  } catch (error) {
    if (!(error instanceof TooManyTriesError)) throw error
    return Number(error.meta?.retryAfter)
  }
}

async function attempts(count: number, subject: string): Promise<number[]> {
  const waits = []
  for (let index = 0; index < count; index++) waits.push(await attempt(subject))
  return waits
}

test.group('Counting tries', () => {
  test('after the free ones each further one waits twice as long, an hour at most', async ({
    assert,
  }) => {
    const subject = randomUUID()
    assert.deepEqual(await attempts(3, subject), [0, 0, 0])
    const pauses = []
    for (let round = 0; round < 9; round++) {
      const wait = await attempt(subject)
      pauses.push(wait)
      await later(subject, wait)
      assert.equal(await attempt(subject), 0, `let through after ${wait} s`)
    }
    assert.deepEqual(pauses, [30, 60, 120, 240, 480, 960, 1920, 3600, 3600])
  })

  test('what is refused does not make the pause longer', async ({ assert }) => {
    const subject = randomUUID()
    await attempts(3, subject)
    const waits = await attempts(50, subject)
    assert.isAtMost(Math.max(...waits), 30)
  })

  test('of a hundred at once exactly the free ones go through', async ({ assert }) => {
    const subject = randomUUID()
    const waits = await Promise.all(Array.from({ length: 100 }, () => attempt(subject)))
    assert.lengthOf(
      waits.filter((wait) => wait === 0),
      3
    )
  })

  test('a right secret forgets the wrong ones', async ({ assert }) => {
    const subject = randomUUID()
    await attempts(2, subject)
    await (await throttle(RULE, subject)).forgive()
    assert.deepEqual(await attempts(3, subject), [0, 0, 0])
  })

  test('a counter that many share forgives one try, not those of the others', async ({
    assert,
  }) => {
    const [shared, subject] = [{ ...RULE, forgives: 'one' as const }, randomUUID()]
    await attempt(subject, shared)
    await attempt(subject, shared)
    const third = await throttle(shared, subject)
    assert.deepEqual(third.paused, ['test'])
    await third.forgive()
    assert.equal(await attempt(subject, shared), 0)
    assert.isAbove(await attempt(subject, shared), 0)
  })

  test('free tries come back after the window, pauses only after a rest', async ({ assert }) => {
    const [slow, hasty] = [randomUUID(), randomUUID()]
    await attempts(2, slow)
    await later(slow, 61 * MINUTE)
    assert.deepEqual(await attempts(3, slow), [0, 0, 0])

    await attempts(3, hasty)
    await later(hasty, 61 * MINUTE)
    assert.equal(await attempt(hasty), 0)
    assert.equal(await attempt(hasty), 60, 'the second pause, not a first one')
    await later(hasty, 25 * 60 * MINUTE)
    assert.deepEqual(await attempts(3, hasty), [0, 0, 0])
  })

  test('refused by one counter, a try counts for none', async ({ assert }) => {
    const [wide, narrow] = [randomUUID(), randomUUID()]
    const strict = { name: 'test', free: 1 }
    await throttle(strict, wide)
    await assert.rejects(
      () =>
        throttleAll([
          [RULE, narrow],
          [strict, wide],
        ]),
      'Too many tries.'
    )
    assert.deepEqual(await attempts(3, narrow), [0, 0, 0])
  })

  test('the answer says how long to wait and what else to do', async ({ assert }) => {
    const subject = randomUUID()
    const rule = { ...RULE, free: 1, pause: 150_000, instead: 'or reset the password' }
    await throttle(rule, subject)
    const error = (await throttle(rule, subject).catch((raw: unknown) => raw)) as TooManyTriesError
    assert.equal(
      `${error.message} ${error.next}`,
      'Too many tries. Wait 3 minutes, or reset the password.'
    )
    assert.equal(error.status, 429)
  })

  test('what nobody has tried for days is cleaned up, the rest stays', async ({ assert }) => {
    const [old, fresh] = [randomUUID(), randomUUID()]
    await attempts(1, old)
    await attempts(1, fresh)
    await later(old, 3 * 24 * 60 * MINUTE)
    await forgetOldTries()
    const kept = (await db
      .from('sign_in_throttles')
      .whereIn('key', [await keyOf(old), await keyOf(fresh)])) as { key: string }[]
    assert.deepEqual(
      kept.map(({ key }) => key),
      [await keyOf(fresh)]
    )
  })
})
