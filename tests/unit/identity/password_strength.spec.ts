import { test } from '@japa/runner'
import { judgePassword } from '../../../app/identity/services/password_strength.ts'

const OWN = ['Asha Kulkarni', 'asha.kulkarni@voltwheel.in', 'Volt & Wheel', 'Pune']

test.group('Judging a password', () => {
  const good = [
    'correct horse battery',
    'monkey tractor river',
    'vehicle-yellow-42-ladder',
    'mPq7#vLx2$wT',
    'बिजली की गाड़ी तेज',
    'horse '.repeat(3) + 'volt saddle umbrella',
    'a very long sentence that nobody has ever written about carburettors before today'.repeat(2),
  ]
  for (const password of good) {
    test(`lets ${password.slice(0, 40)} pass`, async ({ assert }) => {
      const advice = await judgePassword(password, OWN)
      assert.isTrue(advice.good, advice.message)
      assert.isAtLeast(advice.score, 3)
    })
  }

  const bad: [string, RegExp][] = [
    ['hors', /6 more characters/],
    ['horse bat', /1 more character,/],
    ['1234567890', /first/],
    ['qwertyuiop', /first/],
    ['P@ssw0rd2024', /attackers/],
    ['iloveyou123', /attackers/],
    ['password password', /attackers/],
    ['!!Sunshine!!', /attackers/],
    ['aaaaaaaaaaaaaa', /repeats/],
    ['Asha Kulkarni 1', /your name/],
    ['ashakulkarni1985', /your name/],
    ['VoltWheel@2026', /your name/],
    ['Karkhana#12345', /your name/],
  ]
  for (const [password, reason] of bad) {
    test(`refuses ${password} and says why`, async ({ assert }) => {
      const advice = await judgePassword(password, OWN)
      assert.isFalse(advice.good)
      assert.isBelow(advice.score, 3)
      assert.match(advice.message, reason)
      assert.notInclude(advice.message, password)
    })
  }

  test('takes no longer for what is made to take long', async ({ assert }) => {
    await judgePassword('correct horse battery', OWN)
    const nasty = ['4@8({[6#!|105$7+2%'.repeat(11), 'abc123'.repeat(33), '@4'.repeat(100)]
    for (const password of nasty) {
      // Time of the processor, which a busy machine does not lengthen
      const before = process.cpuUsage()
      await judgePassword(password, OWN)
      assert.isBelow(process.cpuUsage(before).user / 1_000, 2_000)
    }
  })
})
