import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { DateTime } from 'luxon'
import { once as onceOnly, type Scope } from '@karkhana/kernel'
import { makeWorkshop, receiveWebhooks, runEvents } from '@karkhana/kernel/testing'
import { DEATHS, LEASE } from '../../../app/events/back_off.ts'
import { claimDelivery, finishDelivery, type Delivery } from '../../../app/events/deliveries.ts'
import { DEADLY, releaseClaims } from '../../../app/events/release.ts'
import { relayEvents } from '../../../app/events/relay.ts'
import { installedRegistry } from '../../../app/modules/installed_registry.ts'
import { nodeId } from '../../../app/nodes/main.ts'
import { sendNext } from '../../../app/webhooks/deliver.ts'
import { createEndpoint } from '../../../app/webhooks/endpoints.ts'
import { deliver, deliveriesOf, noteDelivered } from '../../helpers/events.ts'
import { eventually } from '../../helpers/eventually.ts'

const SCRIPT = fileURLToPath(new URL('./support/die_while_handling.ts', import.meta.url))
const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** Relays what happened, and takes the delivery of `handler` as a worker does. */
async function take(scope: Scope): Promise<Delivery> {
  await relayEvents(scope, installedRegistry())
  return (await claimDelivery(scope, new Date())) as Delivery
}

/** Notes that a node has died, as the others do when they find its lock free. */
async function bury(node: string) {
  await db.rawQuery(
    `update kernel_nodes set ended_at = clock_timestamp(), ending = 'killed' where id = ?`,
    [node]
  )
}

async function stored(scope: Scope, table: string, id: string) {
  const rows = await scope.read((unit) =>
    unit.rows<{ state: string; attempts: number; deaths: number; claimed_by: string | null }>(
      `select state, attempts, deaths, claimed_by from ${table} where organisation_id = ? and id = ?`,
      [scope.organisationId, id]
    )
  )
  return rows[0]
}

test.group('A worker that is killed between the effect and its end', () => {
  test('leaves an event that another worker handles within seconds, without doubling the effect', async ({
    assert,
    cleanup,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const effects = async () => {
      const [row] = await scope.read((unit) =>
        unit.rows<{ phone: string | null }>('select phone from branches order by position limit 1')
      )
      return row.phone
    }
    const handler = await noteDelivered({
      then: async (inside, { run, number }) => {
        await onceOnly(inside, run, handler.name, (unit) =>
          unit.rows(`update branches set phone = coalesce(phone, '') || ?`, [number])
        )
      },
    })
    cleanup(handler.remove)
    await scope.work((unit) => unit.rows('update branches set phone = null'))
    await deliver(scope, '*')

    const child = spawn(
      process.execPath,
      ['--import=./bin/setup/typescript.mjs', SCRIPT, scope.organisationId, handler.name],
      { cwd: ROOT, env: process.env, stdio: ['ignore', 'pipe', 'pipe'] }
    )
    cleanup(() => void child.kill('SIGKILL'))
    let said = ''
    let complained = ''
    child.stdout.on('data', (chunk) => (said += String(chunk)))
    child.stderr.on('data', (chunk) => (complained += String(chunk)))
    const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    assert.equal(signal, 'SIGKILL', complained)
    assert.include(said, 'effect done')
    assert.equal(await effects(), '*', 'its effect was committed')
    const [left] = await deliveriesOf(scope, handler.name)
    assert.containsSubset(left, { state: 'running', attempts: 1 })
    await runEvents(scope)
    assert.isEmpty(handler.seen, 'nobody takes it before the death is noticed')

    const released = async () => (await deliveriesOf(scope, handler.name))[0].state === 'pending'
    await eventually('the other nodes have noticed', released)
    await runEvents(scope)
    assert.lengthOf(handler.seen, 1)
    assert.equal(handler.seen[0].run.attempt, 1, 'the death was no attempt')
    assert.equal((await deliveriesOf(scope, handler.name))[0].state, 'done')
    assert.equal(await effects(), '*', 'and is there once')
  }).timeout(90_000)

  test('although nobody has noticed, leaves an event that goes on when its lease ends', async ({
    assert,
    cleanup,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const handler = await noteDelivered()
    cleanup(handler.remove)
    await deliver(scope, '1')
    await take(scope)
    await releaseClaims()
    await runEvents(scope)
    assert.isEmpty(handler.seen)
    await runEvents(scope, DateTime.utc().plus({ milliseconds: LEASE + 1_000 }))
    assert.equal(handler.seen[0].run.attempt, 2)
  })
})

// The process of the tests is a node as well.
test.group('A node that was taken for dead', () => {
  test('cannot finish the event that it had taken, which another one handles', async ({
    assert,
    cleanup,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await mine.scope()
    const handler = await noteDelivered()
    cleanup(handler.remove)
    for (const each of [scope, await other.scope()]) await deliver(each, '1')
    const theirs = await take(await other.scope())
    const dead = nodeId()!
    const taken = await take(scope)
    assert.equal(taken.claimed_by, dead)

    await bury(dead)
    await eventually('it goes on under another id', () => nodeId() !== dead)
    await releaseClaims()
    const left = { state: 'pending', attempts: 0, deaths: 1, claimed_by: null }
    assert.deepEqual(await stored(scope, 'event_deliveries', taken.id), left)
    assert.deepEqual(await stored(await other.scope(), 'event_deliveries', theirs.id), left)

    const again = await take(scope)
    assert.containsSubset(again, { id: taken.id, attempts: 1, claimed_by: nodeId() })
    await finishDelivery(scope, taken, new Date())
    assert.equal((await stored(scope, 'event_deliveries', taken.id)).state, 'running')
    await finishDelivery(scope, again, new Date())
    assert.equal((await stored(scope, 'event_deliveries', taken.id)).state, 'done')
  }).timeout(40_000)

  test('leaves its webhook to another one, and its answer does not count', async ({
    assert,
    cleanup,
  }) => {
    process.env.WEBHOOKS_ALLOW_LOOPBACK = 'true'
    const receiver = await receiveWebhooks()
    cleanup(async () => {
      delete process.env.WEBHOOKS_ALLOW_LOOPBACK
      await receiver.stop()
    })
    const scope = await (await makeWorkshop()).scope()
    const { url } = receiver
    await createEndpoint(scope, installedRegistry(), { url, events: ['job.delivered'] })
    await deliver(scope, '1')
    await relayEvents(scope, installedRegistry())
    const dead = nodeId()!
    receiver.hold()
    const sending = sendNext(scope, { at: new Date() })
    await eventually('the message has come', () => receiver.received.length === 1)
    await bury(dead)
    await releaseClaims()
    const [row] = await scope.read((unit) =>
      unit.rows<{ id: string }>('select id from webhook_deliveries where organisation_id = ?', [
        scope.organisationId,
      ])
    )
    receiver.release()
    await sending
    assert.containsSubset(await stored(scope, 'webhook_deliveries', row.id), {
      state: 'pending',
      attempts: 0,
      deaths: 1,
    })
    await sendNext(scope, { at: new Date() })
    assert.equal((await stored(scope, 'webhook_deliveries', row.id)).state, 'done')
    const [first, second] = receiver.received
    assert.equal(first.headers['webhook-id'], second.headers['webhook-id'], 'its key is the same')
  }).timeout(40_000)
})

test.group('An event that kills the process which handles it', () => {
  test('waits longer each time, and is given up after many deaths with that reason', async ({
    assert,
    cleanup,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const handler = await noteDelivered()
    cleanup(handler.remove)
    await deliver(scope, '1')
    const { id } = await take(scope)
    const die = async (deaths: number) => {
      const node = randomUUID()
      await db.rawQuery(
        `insert into kernel_nodes (id, kind, host, pid, ended_at, ending, cleared_at)
         values (?, 'worker', 'a machine', 1, now(), 'killed', now())`,
        [node]
      )
      await scope.work((unit) =>
        unit.rows(
          `update event_deliveries set state = 'running', attempts = 1, claimed_by = ?, deaths = ?
            where organisation_id = ? and id = ?`,
          [node, deaths, scope.organisationId, id]
        )
      )
      await releaseClaims()
      return (await deliveriesOf(scope, handler.name))[0]
    }
    assert.containsSubset(await die(0), { state: 'pending', next: new Date(0) })
    const later = await die(10)
    assert.equal(later.state, 'pending')
    assert.isAbove(later.next.getTime(), Date.now() + 30_000)
    assert.containsSubset(await die(DEATHS - 1), { state: 'dead', error: DEADLY, attempts: 0 })
    assert.isEmpty(handler.seen)
  })
  test('in the midst of noting it keeps nobody from what others held', async ({
    assert,
    cleanup,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const scopes = [await mine.scope(), await other.scope()]
    const handler = await noteDelivered()
    cleanup(handler.remove)
    const node = randomUUID()
    await db.rawQuery(
      `insert into kernel_nodes (id, kind, host, pid, ended_at, ending, cleared_at)
       values (?, 'worker', 'a machine', 1, now(), 'silent', now())`,
      [node]
    )
    const ids: string[] = []
    for (const scope of scopes) {
      await deliver(scope, '1')
      const { id } = await take(scope)
      ids.push(id)
      await scope.work((unit) =>
        unit.rows('update event_deliveries set claimed_by = ? where id = ?', [node, id])
      )
    }
    // The transaction of a process whose machine is gone stands until PostgreSQL notices
    const left = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    const holding = scopes[0].work(async (unit) => {
      await unit.rows('select 1 from event_deliveries where id = ? for update', [ids[0]])
      held.resolve()
      await left.promise
    })
    cleanup(() => left.resolve())
    await held.promise
    await releaseClaims()
    const states = async () =>
      Promise.all(
        scopes.map(async (scope, at) => (await stored(scope, 'event_deliveries', ids[at])).state)
      )
    assert.deepEqual(await states(), ['running', 'pending'])
    left.resolve()
    await holding
    await releaseClaims()
    assert.deepEqual(await states(), ['pending', 'pending'])
  }).timeout(20_000)
})
