import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { migrateDatabase } from '../migrations.ts'
import { openPostgres } from '../postgres.ts'
import { withClient } from '../postgres/connection.ts'
import { APP_ROLE, OWNER_ROLE } from '../postgres/roles.ts'
import { isAlive } from '../processes.ts'
import { developmentSecrets } from '../secrets.ts'
import { holdFolder } from '../setup/lock.mjs'

const RUN_PREFIX = 'karkhana_run_'
const TEMPLATE_PREFIX = 'karkhana_template_'

/** A database of a test run, migrated and empty. */
export interface TestDatabase {
  name: string
  ownerUrl: string
  appUrl: string
  /** Cuts all connections and removes the database. */
  drop(): Promise<void>
}

/** The PostgreSQL of a test run. */
export interface TestServer {
  database: TestDatabase
  /** Drops the database of the run and leaves the server. May be called twice. */
  stop(): Promise<void>
}

/**
 * Starts (or joins) the PostgreSQL of the tests below `storage/postgres-test`, which never waits for the disk, and
 * gives the run a database of its own: a clone of a migrated template, so that runs do not see each other.
 */
export async function openTestServer(root: string): Promise<TestServer> {
  const storage = path.join(root, 'storage')
  const secrets = developmentSecrets(storage)
  const dir = path.join(storage, 'postgres-test')
  const opened = await openPostgres({
    dir,
    name: 'karkhana_test',
    passwords: {
      superuser: secrets.databaseSuperuser,
      owner: secrets.databaseOwner,
      app: secrets.databaseApp,
    },
    durable: false,
  })
  process.env.TEST_ADMIN_URL = opened.adminUrl
  process.env.TEST_OWNER_URL = opened.ownerUrl
  process.env.TEST_APP_URL = opened.appUrl
  process.env.TEST_TEMPLATE = `${RUN_PREFIX}${process.pid}_template`
  await holdFolder(path.join(dir, 'preparing'), async () => {
    await dropAbandoned(opened.adminUrl)
    // A run of newer sources replaces the shared template, so this run keeps a copy of its own
    const shared = await ensureTemplate(root, opened.adminUrl, opened.ownerUrl)
    await createDatabase(opened.adminUrl, process.env.TEST_TEMPLATE!, shared)
  })

  const database = await cloneTestDatabase()
  const stop = async () => {
    await database.drop()
    await dropDatabase(opened.adminUrl, process.env.TEST_TEMPLATE!)
    await opened.stop()
  }
  let stopping: Promise<void> | undefined
  return { database, stop: () => (stopping ??= stop()) }
}

let clones = 0

/**
 * One more database for this test run, migrated and empty, for tests that crash servers or count rows. Only while
 * `npm test` runs. What a test forgets to drop, the next run removes.
 */
export async function cloneTestDatabase(): Promise<TestDatabase> {
  const { TEST_ADMIN_URL, TEST_OWNER_URL, TEST_APP_URL, TEST_TEMPLATE } = process.env
  if (!TEST_ADMIN_URL || !TEST_OWNER_URL || !TEST_APP_URL || !TEST_TEMPLATE) {
    throw new Error('There is no test server. Run the tests with: npm test')
  }
  const name = `${RUN_PREFIX}${process.pid}_${++clones}`
  await createDatabase(TEST_ADMIN_URL, name, TEST_TEMPLATE)
  return {
    name,
    ownerUrl: inDatabase(TEST_OWNER_URL, name),
    appUrl: inDatabase(TEST_APP_URL, name),
    drop: async () => dropDatabase(TEST_ADMIN_URL, name),
  }
}

function inDatabase(url: string, name: string): string {
  const target = new URL(url)
  target.pathname = `/${name}`
  return target.href
}

async function createDatabase(adminUrl: string, name: string, template: string): Promise<void> {
  await withClient(adminUrl, (client) =>
    client.query(`create database ${name} template ${template} owner ${OWNER_ROLE}`)
  )
}

async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await withClient(adminUrl, (client) =>
    client.query(`drop database if exists "${name}" with (force)`)
  )
}

/** Removes the databases of runs that were killed. */
async function dropAbandoned(adminUrl: string): Promise<void> {
  const names = await databases(adminUrl, RUN_PREFIX)
  const abandoned = names.filter((name) => !isAlive(Number.parseInt(name.slice(RUN_PREFIX.length))))
  for (const name of abandoned) await dropDatabase(adminUrl, name)
}

/**
 * The template for the present schema. Made anew when any file changed that the schema may come from; it gets its
 * final name at the end, so an interrupted build is never used.
 */
async function ensureTemplate(root: string, adminUrl: string, ownerUrl: string): Promise<string> {
  const name = `${TEMPLATE_PREFIX}${schemaFingerprint(root)}`
  const existing = await databases(adminUrl, TEMPLATE_PREFIX)
  if (existing.includes(name)) return name

  for (const outdated of existing) await dropDatabase(adminUrl, outdated)
  const building = `${TEMPLATE_PREFIX}building`
  await createDatabase(adminUrl, building, 'template1')
  // All runs share the template: the modules that one of them adds do not belong in it.
  const extra = process.env.KARKHANA_EXTRA_MODULES
  delete process.env.KARKHANA_EXTRA_MODULES
  await migrateDatabase(root, { ownerUrl: inDatabase(ownerUrl, building), appRole: APP_ROLE })
  if (extra) process.env.KARKHANA_EXTRA_MODULES = extra
  await withClient(adminUrl, (client) =>
    client.query(`alter database ${building} rename to ${name}`)
  )
  return name
}

async function databases(adminUrl: string, prefix: string): Promise<string[]> {
  const { rows } = await withClient(adminUrl, (client) =>
    client.query<{ name: string }>(
      'select datname as name from pg_database where starts_with(datname, $1)',
      [prefix]
    )
  )
  return rows.map((row) => row.name)
}

/**
 * Migrations call helpers of the kernel, so every server file of kernel and modules counts. So does the month: they
 * make partitions for it and those to come.
 */
function schemaFingerprint(root: string): string {
  const hash = createHash('sha256').update(new Date().toISOString().slice(0, 7))
  for (const folder of ['app', 'database/migrations', 'modules', 'plugins', 'package-lock.json']) {
    for (const file of sources(path.join(root, folder))) {
      hash.update(path.relative(root, file)).update(fs.readFileSync(file))
    }
  }
  return hash.digest('hex').slice(0, 16)
}

function sources(target: string): string[] {
  if (!fs.existsSync(target)) return []
  if (fs.statSync(target).isFile()) return [target]
  return fs
    .readdirSync(target, { withFileTypes: true })
    .filter(({ name }) => !['node_modules', 'tests', 'pages', 'slots'].includes(name))
    .flatMap((entry) => {
      const file = path.join(target, entry.name)
      if (entry.isDirectory()) return sources(file)
      return /\.(ts|sql)$/.test(entry.name) ? [file] : []
    })
    .sort()
}
