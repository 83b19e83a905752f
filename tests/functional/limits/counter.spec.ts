import { test } from '@japa/runner'
import limiter from '@adonisjs/limiter/services/main'
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { Counter, type Take } from '../../../app/http/rate_limits/counter.ts'
import type { Limit } from '../../../app/http/rate_limits/tiers.ts'

const HUNDRED: Limit = { name: 'standard', points: 100, seconds: 60 }

/** Whether the Redis of REDIS_URL answers, or one on this machine. */
async function redisAnswers(): Promise<boolean> {
  const url = new URL(process.env.REDIS_URL || 'redis://127.0.0.1:6379')
  return new Promise((resolve) => {
    const socket = connect(Number(url.port || 6379), url.hostname)
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

const stores = ['database', 'redis'] as const
const redis = await redisAnswers()

/** How a node takes points in production, from the given store, and how often it did. */
function takeFrom(store: (typeof stores)[number]) {
  const asked = { times: 0 }
  const take: Take = async (limit, key, points) => {
    asked.times++
    const options = { requests: limit.points, duration: limit.seconds }
    const { consumed, availableIn } = await limiter.use(store, options).increment(key, points)
    return { consumed, resetsIn: availableIn }
  }
  return { take, asked }
}

async function burst(node: Counter, limit: Limit, key: string, times: number) {
  const spent = await Promise.all(Array.from({ length: times }, () => node.spend(limit, key)))
  return spent.filter(({ allowed }) => allowed).length
}

for (const store of stores) {
  test.group(`Limits counted in ${store}`, (group) => {
    if (store === 'redis' && !redis) {
      console.log('No Redis answers, so nothing is tested on it. Set REDIS_URL, or start one.')
      group.each.skip(true)
    }

    test('let through what is allowed and not one more, with twenty writes instead of a hundred', async ({
      assert,
    }) => {
      const { take, asked } = takeFrom(store)
      const key = randomUUID()
      const node = new Counter(take)
      assert.equal(await burst(node, HUNDRED, key, 250), 100)
      assert.isAtMost(asked.times, 21)
      const refused = await node.spend(HUNDRED, key)
      assert.deepEqual(
        { allowed: refused.allowed, remaining: refused.remaining },
        { allowed: false, remaining: 0 }
      )
      assert.isTrue(refused.resetsIn >= 1 && refused.resetsIn <= 60)
    })

    test('hold over all nodes together: never more, and less by a block for each other node at most', async ({
      assert,
    }) => {
      const key = randomUUID()
      const nodes = [0, 1, 2].map(() => new Counter(takeFrom(store).take))
      const allowed = [0, 0, 0]
      for (let round = 0; round < 80; round++) {
        for (const [at, node] of nodes.entries()) allowed[at] += await burst(node, HUNDRED, key, 1)
      }
      const total = allowed[0] + allowed[1] + allowed[2]
      assert.equal(total, 100, 'every node goes on until its block is spent')
      const one = new Counter(takeFrom(store).take)
      const lone = randomUUID()
      assert.equal(await burst(new Counter(takeFrom(store).take), HUNDRED, lone, 1), 1)
      assert.equal(await burst(one, HUNDRED, lone, 200), 95, 'the other node holds a block of 5')
    })

    test('count small limits one by one', async ({ assert }) => {
      const ai: Limit = { name: 'ai', points: 20, seconds: 60 }
      const key = randomUUID()
      const nodes = [new Counter(takeFrom(store).take), new Counter(takeFrom(store).take)]
      let allowed = 0
      for (let n = 0; n < 30; n++) allowed += await burst(nodes[n % 2], ai, key, 1)
      assert.equal(allowed, 20)
    })

    test('begin anew when the window is over', async ({ assert }) => {
      // Long enough for a burst of a busy machine
      const short: Limit = { name: 'standard', points: 40, seconds: 4 }
      const node = new Counter(takeFrom(store).take)
      const key = randomUUID()
      assert.equal(await burst(node, short, key, 60), 40)
      const { resetsIn } = node.look(short, key)
      await new Promise((resolve) => setTimeout(resolve, resetsIn * 1_000 + 50))
      assert.equal(await burst(node, short, key, 60), 40)
    })
  })
}

test.group('Limits whose counter is broken', () => {
  test('are counted by each node alone, neither shut nor open', async ({ assert }) => {
    const node = new Counter(() => Promise.reject(new Error('connection refused')))
    assert.equal(await burst(node, HUNDRED, 'a', 250), 100)
  })

  test('keep the keys apart', async ({ assert }) => {
    const node = new Counter(() => Promise.reject(new Error('connection refused')))
    assert.equal(await burst(node, HUNDRED, 'a', 250), 100)
    assert.equal(await burst(node, HUNDRED, 'b', 10), 10)
    assert.isTrue(node.look(HUNDRED, 'c').allowed)
    assert.isFalse(node.look(HUNDRED, 'a').allowed)
  })
})
