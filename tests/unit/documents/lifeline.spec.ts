import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { test } from '@japa/runner'
import { Lifeline } from '../../../app/documents/lifeline.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

test.group('A lifeline', () => {
  test('keeps nothing of works that ended while the life goes on', async ({ assert }) => {
    const life = new Lifeline()
    const printed: WeakRef<Uint8Array>[] = []
    for (let index = 0; index < 20; index++) {
      const file = await life.hold(Promise.resolve(new Uint8Array(1_000)))
      printed.push(new WeakRef(file))
    }
    await turn()
    collect()
    const kept = printed.filter((file) => file.deref() !== undefined)
    // The last one may still stand in a register of this function.
    assert.isAtMost(kept.length, 1)
    assert.equal(life.waiting, 0)
  })

  test('ends what waits, and refuses what comes afterwards', async ({ assert }) => {
    const life = new Lifeline()
    const never = life.hold(new Promise<never>(() => undefined))
    life.end(new Error('gone'))
    life.end(new Error('gone again'))
    await assert.rejects(() => never, 'gone')
    await assert.rejects(() => life.hold(Promise.resolve(1)), 'gone')
    assert.equal(life.waiting, 0)
  })
})
