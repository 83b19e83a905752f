import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestContext } from '@japa/runner/core'
import { test } from '@japa/runner'
import { withClient } from '../../../bin/postgres/connection.ts'
import { isServerAlive } from '../../../bin/postgres/pid_file.ts'
import { isAlive, waitUntil } from '../../../bin/processes.ts'
import { killServer, launchPostgres } from './launcher.ts'

/** A folder that PostgreSQL's own account can enter, too. */
function clusterFolder(context: TestContext): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'karkhana-cluster-'))
  fs.chmodSync(folder, 0o755)
  context.cleanup(() => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function remember(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, (client) =>
    client.query('create table if not exists notes as select 42 as answer')
  )
}

async function recall(ownerUrl: string): Promise<number> {
  const { rows } = await withClient(ownerUrl, (client) => client.query('select answer from notes'))
  return rows[0].answer
}

test.group('Embedded PostgreSQL', () => {
  test('is stopped by the launcher that is asked to end', async (context) => {
    const launcher = launchPostgres(context, clusterFolder(context))
    const { pid } = await launcher.opened()
    context.assert.isTrue(isServerAlive({ pid }))
    launcher.child.kill('SIGTERM')
    context.assert.equal(await launcher.ended(), 0)
    context.assert.isFalse(isServerAlive({ pid }))
  })

  test('is joined by a second command and outlives the first', async (context) => {
    const folder = clusterFolder(context)
    const first = launchPostgres(context, folder)
    const { pid, attached } = await first.opened()
    const second = launchPostgres(context, folder)
    const joined = await second.opened()
    context.assert.isFalse(attached)
    context.assert.deepInclude(joined, { pid, attached: true })

    await first.leave()
    context.assert.isTrue(isServerAlive({ pid }))
    await second.leave()
    context.assert.isFalse(isServerAlive({ pid }))
  })

  test('that outlived a killed launcher is taken over', async (context) => {
    const folder = clusterFolder(context)
    const crashed = launchPostgres(context, folder)
    const { pid, ownerUrl } = await crashed.opened()
    await remember(ownerUrl)
    crashed.child.kill('SIGKILL')
    await crashed.ended()
    context.assert.isTrue(isServerAlive({ pid }))

    const next = launchPostgres(context, folder)
    const joined = await next.opened()
    context.assert.deepInclude(joined, { pid, attached: true })
    context.assert.equal(await recall(joined.ownerUrl), 42)
    await next.leave()
    context.assert.isFalse(isServerAlive({ pid }))
  })

  test('that was killed with its launcher recovers with its data', async (context) => {
    const folder = clusterFolder(context)
    const crashed = launchPostgres(context, folder)
    const { pid, ownerUrl } = await crashed.opened()
    await remember(ownerUrl)
    crashed.child.kill('SIGKILL')
    await killServer(pid)
    context.assert.isTrue(fs.existsSync(path.join(folder, 'data/postmaster.pid')))

    const next = launchPostgres(context, folder)
    const opened = await next.opened()
    context.assert.isFalse(opened.attached)
    context.assert.equal(await recall(opened.ownerUrl), 42)
    context.assert.equal(await next.leave(), 0)
  })

  test('starts although its old process id now belongs to another program', async (context) => {
    const folder = clusterFolder(context)
    await (await launched(context, folder)).leave()
    const stranger = spawn('sleep', ['60'])
    context.cleanup(() => void stranger.kill())
    const pidFile = path.join(folder, 'data/postmaster.pid')
    fs.writeFileSync(pidFile, `${stranger.pid}\n${folder}/data\n1\n5432\n\n127.0.0.1\n1 2\nready\n`)

    const next = launchPostgres(context, folder)
    context.assert.isFalse((await next.opened()).attached)
    context.assert.isTrue(isAlive(stranger.pid!))
    await next.leave()
  })

  test('of somebody else on the same folder is explained in one line', async (context) => {
    const folder = clusterFolder(context)
    const owner = await launched(context, folder)
    const stranger = launchPostgres(context, folder, 'another secret')
    context.assert.equal(await stranger.ended(), 1)
    context.assert.match(
      stranger.output,
      /^The data folder \S+ is in use by PostgreSQL process \d+/
    )
    context.assert.lengthOf(stranger.output.trim().split('\n'), 1)
    await owner.leave()
  })

  test('opens again when the secrets file was lost', async (context) => {
    const folder = clusterFolder(context)
    const first = await launched(context, folder)
    await remember((await first.opened()).ownerUrl)
    await first.leave()

    const next = launchPostgres(context, folder, 'a new secret')
    context.assert.equal(await recall((await next.opened()).ownerUrl), 42)
    await next.leave()
  })

  test('repeats a first start that was killed half way', async (context) => {
    const folder = clusterFolder(context)
    const killed = launchPostgres(context, folder)
    await waitUntil(() => fs.existsSync(path.join(folder, 'initialising/base')), 20_000, 1)
    killed.child.kill('SIGKILL')
    await killed.ended()
    context.assert.isFalse(fs.existsSync(path.join(folder, 'data')))

    const next = await launched(context, folder)
    context.assert.equal(await next.leave(), 0)
  })

  test('does not touch a folder that is not its own', async (context) => {
    const folder = clusterFolder(context)
    fs.mkdirSync(path.join(folder, 'data'))
    fs.writeFileSync(path.join(folder, 'data/PG_VERSION'), '14\n')
    const launcher = launchPostgres(context, folder)
    context.assert.equal(await launcher.ended(), 1)
    context.assert.match(launcher.output, /holds data of PostgreSQL 14, .* Move the folder away/)
  })
})

async function launched(context: TestContext, folder: string) {
  const launcher = launchPostgres(context, folder)
  await launcher.opened()
  return launcher
}
