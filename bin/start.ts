/**
 * `npm start`: everything from a fresh checkout to a running Karkhana, in one process. What is done already is
 * not done again, so the second start takes seconds.
 */
import { fileURLToPath } from 'node:url'
import type { ApplicationService } from '@adonisjs/core/types'
import { buildAssets } from './assets.ts'
import { type OpenedDatabase, openDatabase } from './database.ts'
import { discardUnfinishedDemo, findDemo } from './demo.ts'
import { defaultUrl, type Environment, loadEnvironment } from './environment.ts'
import { PortInUseError } from './errors.ts'
import { APP_ROOT, createIgnitor } from './ignitor.ts'
import { reportFailure, stopOnSignal } from './lifecycle.ts'
import { migrateDatabase } from './migrations.ts'
import { assertPortFree, portHolder } from './port.ts'
import { freePort } from './postgres/server.ts'
import { Progress } from './progress.ts'

const root = fileURLToPath(APP_ROOT)
const progress = new Progress()
const ignitor = createIgnitor()
let database: OpenedDatabase | undefined

async function stop(): Promise<void> {
  try {
    await ignitor.getApp()?.terminate()
  } finally {
    await database?.stop()
  }
}

async function start(environment: Environment): Promise<void> {
  await assertPortFree(environment.host, environment.port)
  if (environment.port === 0) await choosePort(environment)

  const [assets, data] = await Promise.allSettled([
    progress.run('pages', 'Building the pages', () => buildAssets(root)),
    prepareDatabase(environment),
  ])
  if (data.status === 'rejected') throw data.reason
  if (assets.status === 'rejected') throw assets.reason

  if (environment.mode !== 'production') {
    const seed = await findDemo(root, environment.storage, database!)
    if (seed) {
      ignitor.tap((app) => {
        app.starting(() =>
          progress.run('demo', 'Filling in demo data', () => seed(app as ApplicationService))
        )
      })
    }
  }
  await progress.run('server', 'Starting the server', () => listen(environment))
  // Imports the database service, which exists once the application has booted
  const { printBanner } = await import('./banner.ts')
  await printBanner(environment, progress)
}

async function prepareDatabase(environment: Environment): Promise<void> {
  database = await progress.run('database', 'Starting PostgreSQL', () => openDatabase(environment))
  await discardUnfinishedDemo(environment.storage, database)
  await progress.run('schema', 'Preparing the tables', () => migrateDatabase(root, database!))
}

async function choosePort(environment: Environment): Promise<void> {
  environment.port = await freePort()
  process.env.PORT = String(environment.port)
  process.env.APP_URL = defaultUrl(environment.host, environment.port)
}

async function listen({ port }: Environment): Promise<void> {
  try {
    await ignitor.httpServer().start()
  } catch (error) {
    const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
    throw taken ? new PortInUseError(port, portHolder(port)) : error
  }
}

try {
  const environment = loadEnvironment(root)
  stopOnSignal(stop)
  await start(environment)
} catch (error) {
  reportFailure(error)
  await stop()
  process.exit(1)
}
