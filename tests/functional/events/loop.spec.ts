import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import { setTimeout as sleep } from 'node:timers/promises'
import { ModuleRegistry } from '@karkhana/kernel'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { EventLoop } from '../../../app/events/loop.ts'
import { deliver, noteDelivered } from '../../helpers/events.ts'
import { eventually } from '../../helpers/eventually.ts'

/** Starts a worker that never looks around by itself: what it handles, a commit told it of. */
function startWithoutLooking(loop: EventLoop) {
  const { setInterval } = globalThis
  globalThis.setInterval = (() => ({ unref: () => undefined })) as unknown as typeof setInterval
  try {
    loop.start()
  } finally {
    globalThis.setInterval = setInterval
  }
}

/** How many workers listen for commits. */
async function listening(): Promise<number> {
  const { rows } = await db.rawQuery(
    `select count(*)::int as workers from pg_stat_activity where datname = current_database()
        and application_name = 'karkhana-events' and state = 'idle' and query ilike 'listen %'`
  )
  return (rows as { workers: number }[])[0].workers
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
    for (const loop of loops) startWithoutLooking(loop)
    cleanup(() => Promise.all(loops.map((loop) => loop.stop())).then(() => {}))
    await eventually('both workers listen', async () => (await listening()) >= 2)
    // They look around once when they begin to listen
    await sleep(300)
    for (let turn = 0; turn < 5; turn++) {
      await deliver(await mine.scope(), `mine ${turn}`)
      await deliver(await other.scope(), `other ${turn}`)
    }
    // The outboxes of earlier tests are relayed as well.
    const ours = () => handler.seen.filter(({ number }) => /^(mine|other)/.test(number))
    await eventually('all are handled', () => ours().length >= 10)
    await sleep(200)
    assert.lengthOf(new Set(ours().map(({ number }) => number)), 10)
    assert.lengthOf(ours(), 10, 'none twice')
    for (const { organisationId, number } of ours()) {
      const owner = number.startsWith('mine') ? mine : other
      assert.equal(organisationId, owner.organisationId)
    }
  })
})
