import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import logger from '@adonisjs/core/services/logger'
import { setTimeout as sleep } from 'node:timers/promises'
import { ModuleRegistry } from '@karkhana/kernel'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { EventLoop } from '../../../app/events/loop.ts'
import { deliver, noteDelivered } from '../../helpers/events.ts'

/** Waits until it holds; half of the time after which workers look around by themselves. */
async function soon(holds: () => boolean) {
  for (let waited = 0; waited < 2_500; waited += 20) {
    if (holds()) return true
    await sleep(20)
  }
  return false
}

test.group('The workers', () => {
  test('hear of a commit, and two of them handle each event once', async ({ assert, cleanup }) => {
    const registry = await app.container.make(ModuleRegistry)
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const handler = await noteDelivered()
    cleanup(handler.remove)
    const loops = [1, 2].map(
      () => new EventLoop(registry, process.env.DATABASE_APP_URL!, logger.child({}))
    )
    for (const loop of loops) loop.start()
    cleanup(() => Promise.all(loops.map((loop) => loop.stop())).then(() => {}))
    await sleep(300)
    for (let turn = 0; turn < 5; turn++) {
      await deliver(await mine.scope(), `mine ${turn}`)
      await deliver(await other.scope(), `other ${turn}`)
    }
    // The outboxes of earlier tests are relayed as well.
    const ours = () => handler.seen.filter(({ number }) => /^(mine|other)/.test(number))
    assert.isTrue(await soon(() => ours().length >= 10))
    await sleep(200)
    assert.lengthOf(new Set(ours().map(({ number }) => number)), 10)
    assert.lengthOf(ours(), 10, 'none twice')
    for (const { organisationId, number } of ours()) {
      const owner = number.startsWith('mine') ? mine : other
      assert.equal(organisationId, owner.organisationId)
    }
  })
})
