import { test } from '@japa/runner'
import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import { freePort } from '../../../bin/postgres/server.ts'
import { withClient } from '../../../bin/postgres/connection.ts'
import { waitUntil } from '../../../bin/processes.ts'
import { cloneTestDatabase, type TestDatabase } from '../../../bin/testing/database.ts'
import { packModule } from '../../../app/packages/pack.ts'
import { readPackage } from '../../../app/packages/read_package.ts'
import { makeCheckout, type Checkout } from '../../helpers/checkout.ts'
import { Visitor } from '../../helpers/visitor.ts'
import { repack } from './repack.ts'

const ID = 'service-notes'
const PASSWORD = 'kite-lantern-42-orchard'

interface Refused {
  error: { code: string; message: string; next: string }
}

/** A plug-in goes from its author to another checkout, by the commands that people type. */
test.group('Packages', (group) => {
  let author: Checkout
  let receiver: Checkout
  let database: TestDatabase
  let tarball: string
  let server: ChildProcess | undefined
  const organisations: string[] = []

  group.setup(async () => {
    author = makeCheckout()
    receiver = makeCheckout()
    database = await cloneTestDatabase()
    receiver.env = {
      DATABASE_URL: database.ownerUrl,
      DATABASE_APP_URL: database.appUrl,
      DEMO: 'none',
      HOST: '127.0.0.1',
    }
    return async () => {
      server?.kill('SIGKILL')
      author.remove()
      receiver.remove()
      await database.drop()
    }
  })

  test('the same sources give the same file, from any process', async ({ assert }) => {
    const made = await author.ace('make:plugin', ID)
    assert.equal(made.code, 0, made.output)
    const packed = await author.aceJson<{ file: string; sha256: string; files: string[] }>(
      'module:pack',
      ID,
      '--out=out'
    )
    assert.equal(packed.code, 0)
    assert.equal(packed.json.file, `out/karkhana-${ID}-0.1.0.tgz`)
    tarball = author.path(packed.json.file)
    const again = await packModule(author.folder, ID, 'again')
    assert.equal(again.sha256, packed.json.sha256)
    const { files } = packed.json
    assert.includeMembers(files, [
      'module.js',
      'migrations/0001_service_notes.js',
      'pages/index.vue',
    ])
    assert.deepEqual(
      files.filter((file) => /tests\/|(?<!\.d)\.ts$/.test(file)),
      []
    )
  }).timeout(300_000)

  test('sources that are not sound are not packed, with every reason', async ({ assert }) => {
    author.write(
      `plugins/${ID}/services/leak.ts`,
      "import 'left-pad'\nexport const key: number = 'x'\n"
    )
    const first = await packModule(author.folder, ID).catch((error: Error) => error)
    assert.match((first as Error).message, /services\/leak\.ts imports "left-pad"/)
    author.write(`plugins/${ID}/services/leak.ts`, "export const key: number = 'x'\n")
    const second = await packModule(author.folder, ID).catch((error: Error) => error)
    assert.match((second as Error).message, /services\/leak\.ts:1 Type 'string' is not assignable/)
    fs.rmSync(author.path(`plugins/${ID}/services/leak.ts`))
  }).timeout(200_000)

  test('what it does is shown without running it, and without a yes nothing happens', async ({
    assert,
  }) => {
    const shown = await receiver.ace('module:add', tarball, '--dry-run')
    assert.equal(shown.code, 0, shown.output)
    for (const fact of [
      'service-notes.service_note.view (See service notes)',
      'create table service_notes_service_notes',
      'GET /api/v1/service-notes',
      'kernel ^0.1.0',
    ]) {
      assert.include(shown.output, fact)
    }
    const silent = await receiver.aceJson<Refused>('module:add', tarball)
    assert.equal(silent.code, 1)
    assert.equal(silent.json.error.code, 'E_NOT_CONFIRMED')
    assert.isFalse(receiver.has(`plugins/${ID}`))
  }).timeout(200_000)

  test('it is added, migrated, built in, and off until an organisation chooses it', async ({
    assert,
  }) => {
    const added = await receiver.aceJson<{ added: { folder: string; migrations: string[] } }>(
      'module:add',
      tarball,
      '--yes'
    )
    assert.equal(added.code, 0)
    assert.deepEqual(added.json.added.migrations, [`${ID}/0001_service_notes`])

    for (const name of ['Volt & Wheel', 'Plain Garage']) {
      const input = `${PASSWORD}\n`
      const email = `--owner-email=${name.split(' ')[0].toLowerCase()}@example.com`
      const options = ['--gstin=27AAPFU0939F1ZV', '--address=12 Karve Road', '--city=Pune']
      const { output } = await receiver.run(
        'node',
        [
          ...['ace.ts', 'org:create', `--name=${name}`, ...options, '--postal-code=411004'],
          ...['--owner-name=Asha Kulkarni', email, '--password-stdin', '--json'],
        ],
        { input }
      )
      organisations.push((JSON.parse(output.trim().split('\n').at(-1)!) as { id: string }).id)
    }
    const on = await receiver.ace('module:enable', ID, `--org=${organisations[0]}`)
    assert.equal(on.code, 0, on.output)

    const port = String(await freePort())
    const url = `http://127.0.0.1:${port}`
    server = spawn(process.execPath, ['bin/start.mjs'], {
      cwd: receiver.folder,
      env: { ...process.env, NODE_ENV: 'development', ...receiver.env, PORT: port, APP_URL: url },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [server.stdout!, server.stderr!]) {
      stream.on('data', (chunk) => (output += String(chunk)))
    }
    const healthy = () =>
      fetch(`${url}/api/health`)
        .then(({ ok }) => ok)
        .catch(() => false)
    const up = async () => {
      if (server!.exitCode !== null) throw new Error(output)
      return healthy()
    }
    assert.isTrue(await waitUntil(up, 240_000, 250), output)
    const bundled = receiver.read('public/assets/.vite/manifest.json')
    assert.include(bundled, `plugins/${ID}/pages/index.vue`)

    const [user, stranger] = ['volt', 'plain'].map(() => new Visitor(undefined, null, url))
    await user.signIn('volt@example.com', PASSWORD)
    await stranger.signIn('plain@example.com', PASSWORD)
    const list = await user.get(`/${ID}`)
    assert.equal(list.status, 200, list.text.slice(0, 500))
    assert.equal(list.component, `${ID}::index`)
    const saved = await user.submit(`/${ID}`, { title: 'Brake fluid', notes: 'Every two years' })
    assert.equal(saved.component, `${ID}::show`)
    assert.containsSubset(saved.props.record, { title: 'Brake fluid', version: 1 })
    assert.equal((await stranger.get('/')).status, 200)
    assert.equal((await stranger.get(`/${ID}`)).status, 404)
    server.kill('SIGTERM')
  }).timeout(600_000)

  test('a newer version takes its place, and only its new migrations run', async ({ assert }) => {
    const newer = author.path('out/newer.tgz')
    await repack(fs.readFileSync(tarball), newer, {
      version: '0.2.0',
      migration: '0002_colour',
      sql: 'alter table service_notes_service_notes add column colour text',
    })
    const added = await receiver.aceJson<{ plan: object; added: { migrations: string[] } }>(
      'module:add',
      newer,
      '--yes'
    )
    assert.equal(added.code, 0)
    assert.containsSubset(added.json.plan, { action: 'upgrade', from: '0.1.0', version: '0.2.0' })
    assert.deepEqual(added.json.added.migrations, [`${ID}/0002_colour`])
    const older = await receiver.aceJson<Refused>('module:add', tarball, '--yes')
    assert.equal(older.code, 1)
    assert.include(older.json.error.message, '0.2.0 is there and 0.1.0 is older')
  }).timeout(200_000)

  test('a version that fails leaves the one before in its place', async ({ assert }) => {
    const broken = author.path('out/broken.tgz')
    await repack(fs.readFileSync(author.path('out/newer.tgz')), broken, {
      version: '0.3.0',
      migration: '0003_broken',
      sql: 'alter table nowhere add column x text',
    })
    const failed = await receiver.aceJson<Refused>('module:add', broken, '--yes')
    assert.equal(failed.code, 1)
    assert.equal(failed.json.error.code, 'E_PACKAGE_FAILED')
    assert.match(failed.json.error.message, /0003_broken failed: relation "nowhere" does not exist/)
    const { version } = JSON.parse(receiver.read(`plugins/${ID}/package.json`)) as {
      version: string
    }
    assert.equal(version, '0.2.0')
    assert.deepEqual(fs.readdirSync(receiver.path('storage/incoming')), [])
  }).timeout(200_000)

  test('it stays while an organisation uses it, and leaves its data behind', async ({ assert }) => {
    const used = await receiver.aceJson<Refused>('module:remove', ID, '--yes')
    assert.equal(used.code, 1)
    assert.equal(used.json.error.code, 'E_MODULE_IN_USE')
    assert.include(used.json.error.message, `Volt & Wheel has it enabled (${organisations[0]})`)
    assert.notInclude(used.json.error.message, 'Plain Garage')
    assert.isTrue(receiver.has(`plugins/${ID}/module.js`))

    await withClient(database.ownerUrl, (client) =>
      client.query(`update organisation_modules set state = 'available' where module_id = $1`, [ID])
    )
    const removed = await receiver.aceJson<{ plan: { to: string; tables: string[] } }>(
      'module:remove',
      ID,
      '--yes'
    )
    assert.equal(removed.code, 0)
    const { to, tables } = removed.json.plan
    assert.deepEqual(tables, ['service_notes_service_notes'])
    assert.isFalse(receiver.has(`plugins/${ID}`))
    assert.isFalse(receiver.has(`node_modules/@karkhana/${ID}`))
    assert.equal((await readPackage(receiver.path(to))).summary.version, '0.2.0')
    const { rows } = await withClient(database.ownerUrl, (client) =>
      client.query<{ steps: string }>(
        'select count(*) as steps from kernel_migrations where module = $1',
        [ID]
      )
    )
    assert.equal(rows[0].steps, '2')

    const back = await receiver.aceJson<{ added: { migrations: string[] } }>(
      'module:add',
      receiver.path(to),
      '--yes'
    )
    assert.equal(back.code, 0)
    assert.deepEqual(back.json.added.migrations, [])
  }).timeout(200_000)
})
