import { test } from '@japa/runner'
import { Turns } from '../../services/turns.ts'

test.group('Turns', () => {
  test('lets so many a minute through and gives the others a turn', ({ assert }) => {
    const turns = new Turns(2)
    assert.equal(turns.take('a', 0), 0)
    assert.equal(turns.take('b', 1_000), 0)
    assert.equal(turns.take('c', 2_000), 58_000)
    assert.equal(turns.take('d', 2_000), 59_000)
    assert.equal(turns.take('e', 2_000), 118_000)
    assert.equal(turns.take('c', 30_000), 30_000)
    assert.equal(turns.take('c', 60_000), 0)
    assert.equal(turns.take('d', 61_500), 0)
    assert.equal(turns.take('f', 61_500), 119_500 - 61_500 + 1_500)
  })

  test('never lets more through than allowed in any minute', ({ assert }) => {
    const turns = new Turns(5)
    const went: number[] = []
    let waiting = Array.from({ length: 23 }, (_, index) => ({
      key: String(index),
      at: index * 100,
    }))
    while (waiting.length > 0) {
      waiting.sort((a, b) => a.at - b.at)
      const { key, at } = waiting.shift()!
      const wait = turns.take(key, at)
      if (wait === 0) went.push(at)
      else waiting = [...waiting, { key, at: at + wait }]
    }
    assert.lengthOf(went, 23)
    for (const [index, at] of went.entries()) {
      if (index >= 5) assert.isAtLeast(at - went[index - 5], 60_000)
    }
  })
})
