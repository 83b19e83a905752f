import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import logger from '@adonisjs/core/services/logger'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { EndedNode, NodeHook } from '../../../app/nodes/declaration.ts'
import { Node } from '../../../app/nodes/node.ts'
import { eventually } from '../../helpers/eventually.ts'

const SCRIPT = fileURLToPath(new URL('./support/a_node.ts', import.meta.url))
const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

const SCHEMA = 'deployment_of_nodes'

/** Another deployment: the server of this test run is a node as well, and would look after those of the tests. */
async function otherDeployment() {
  const owner = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await owner.connect()
  await owner.query(`create schema ${SCHEMA}`)
  await owner.query(`create table ${SCHEMA}.kernel_nodes (like public.kernel_nodes including all)`)
  await owner.query(`grant usage on schema ${SCHEMA} to public`)
  await owner.query(`grant all on ${SCHEMA}.kernel_nodes to public`)
  return async () => {
    await owner.query(`drop schema ${SCHEMA} cascade`)
    await owner.end()
  }
}

function url() {
  const inside = new URL(process.env.DATABASE_APP_URL!)
  inside.searchParams.set('options', `-c search_path=${SCHEMA},public`)
  return inside.href
}

/** A node in a process of its own, with what it has said. */
async function spawnNode(...args: string[]) {
  const child = spawn(process.execPath, ['--import=./bin/setup/typescript.mjs', SCRIPT, ...args], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_APP_URL: url() },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said: string[] = []
  const lines = createInterface(child.stdout)
  lines.on('line', (line) => said.push(line))
  await once(lines, 'line')
  return { child, said, id: said[0].replace('id ', ''), end: () => void child.kill('SIGKILL') }
}

/** A node of this process that notes which others it was told of. */
async function watch(then?: NodeHook) {
  const told: EndedNode[] = []
  const hook: NodeHook = async (ended) => {
    told.push(ended)
    await then?.(ended)
  }
  const node = new Node({ url: url(), kind: 'worker', logger: logger.child({}), hooks: [hook] })
  await node.start()
  return { node, of: (id: string) => told.filter((each) => each.id === id), end: () => node.stop() }
}

async function stored(id: string) {
  const { rows } = await db.rawQuery(`select * from ${SCHEMA}.kernel_nodes where id = ?`, [id])
  return rows[0] as { ending: string | null; cleared_at: Date | null; pid: number }
}

/** The connections that hold the lock of a node. */
async function connectionsOf(id: string): Promise<number[]> {
  const { rows } = await db.rawQuery(
    `select a.pid from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and a.application_name = 'karkhana-node'
        and (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended('kernel.node:' || ?, 0)`,
    [id]
  )
  return (rows as { pid: number }[]).map(({ pid }) => pid)
}

const cleared = (id: string) =>
  eventually('somebody cleared up', async () => (await stored(id)).cleared_at !== null)

test.group('A node', (group) => {
  group.each.setup(otherDeployment)

  test('that is killed is noticed by the others, one of which clears up after it', async ({
    assert,
    cleanup,
  }) => {
    const [one, two] = [await watch(), await watch()]
    cleanup(async () => void (await Promise.all([one.end(), two.end()])))
    const killed = await spawnNode()
    cleanup(killed.end)
    killed.child.kill('SIGKILL')
    await cleared(killed.id)
    const told = [...one.of(killed.id), ...two.of(killed.id)]
    assert.lengthOf(told, 1)
    assert.containsSubset(told[0], { ending: 'killed', kind: 'worker', pid: killed.child.pid })
    assert.isNull((await stored(one.node.id)).ending)
    assert.isNull((await stored(two.node.id)).ending)
  }).timeout(40_000)

  test('that stops in order says so', async ({ assert, cleanup }) => {
    const watcher = await watch()
    cleanup(watcher.end)
    const other = await watch()
    await other.end()
    await cleared(other.node.id)
    assert.deepEqual(
      watcher.of(other.node.id).map(({ ending }) => ending),
      ['stopped']
    )
  }).timeout(40_000)

  test('that is killed while it clears up is cleared up after, and its work is done by the next', async ({
    assert,
    cleanup,
  }) => {
    const clearing = await spawnNode('holds')
    cleanup(clearing.end)
    const killed = await spawnNode()
    cleanup(killed.end)
    killed.child.kill('SIGKILL')
    const told = `ended ${killed.id} killed`
    await eventually('the other one clears up', () => clearing.said.includes(told))
    const watcher = await watch()
    cleanup(watcher.end)
    clearing.child.kill('SIGKILL')
    await Promise.all([cleared(killed.id), cleared(clearing.id)])
    assert.lengthOf(watcher.of(killed.id), 1)
    assert.lengthOf(watcher.of(clearing.id), 1)
  }).timeout(60_000)

  test('whose end could not be cleared up is tried again', async ({ assert, cleanup }) => {
    let failures = 0
    const watcher = await watch(async () => {
      if (failures++ === 0) throw new Error('the database is full')
    })
    cleanup(watcher.end)
    const other = await watch()
    await other.end()
    await cleared(other.node.id)
    assert.lengthOf(watcher.of(other.node.id), 2)
  }).timeout(40_000)

  test('gives signs of life although what it clears up hangs', async ({ assert, cleanup }) => {
    const over = Promise.withResolvers<void>()
    const watcher = await watch(() => over.promise)
    cleanup(watcher.end)
    cleanup(() => over.resolve())
    const other = await watch()
    await other.end()
    await eventually('it clears up', () => watcher.of(other.node.id).length > 0)
    const [connection] = await connectionsOf(watcher.node.id)
    await db.rawQuery('select pg_terminate_backend(?)', [connection])
    await eventually('it has another connection', async () => {
      const [now] = await connectionsOf(watcher.node.id)
      return now !== undefined && now !== connection
    })
    assert.isNull((await stored(watcher.node.id)).ending)
  }).timeout(40_000)

  test('stays the same when its connection breaks, and takes another id when it was taken for dead', async ({
    assert,
    cleanup,
  }) => {
    const { node, end } = await watch()
    cleanup(end)
    const { id } = node
    const [connection] = await connectionsOf(id)
    await db.rawQuery('select pg_terminate_backend(?)', [connection])
    const back = async () => {
      const [now] = await connectionsOf(id)
      return now !== undefined && now !== connection
    }
    await eventually('it has another connection', back)
    assert.equal(node.id, id)

    await db.rawQuery(
      `update ${SCHEMA}.kernel_nodes set ended_at = clock_timestamp(), ending = 'silent' where id = ?`,
      [id]
    )
    // It takes the id first, and makes itself known by it then
    await eventually(
      'it is known by another id',
      async () => node.id !== id && Boolean(await stored(node.id))
    )
    assert.isNull((await stored(node.id)).ending)
  }).timeout(60_000)
})
