import { test } from '@japa/runner'
import { badConnection } from '../../browser/support/bad_connection.ts'

test.group('A bad connection for browser tests', () => {
  test('is asked for by the environment, and nothing is worse without it', ({ assert }) => {
    assert.isNull(badConnection({}))
    assert.isNull(badConnection({ BROWSER_JITTER: '', BROWSER_SEED: '7' }))
    assert.deepEqual(
      badConnection({ BROWSER_JITTER: '300', BROWSER_SLOW: '4', BROWSER_SEED: '7' }),
      {
        jitter: 300,
        slow: 4,
        seed: 7,
      }
    )
  })

  test('has a seed that nobody gave, and refuses what is no number', ({ assert }) => {
    assert.isAtLeast(badConnection({ BROWSER_SLOW: '2' })!.seed, 0)
    assert.throws(() => badConnection({ BROWSER_JITTER: 'much' }), /BROWSER_JITTER is much/)
  })
})
