/**
 * `npm run dev`: the embedded PostgreSQL, the schema, and the development server of AdonisJS with hot reloading of
 * server code (hot-hook) and of pages (Vite). Ctrl-C stops all of it.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type OpenedDatabase, openDatabase } from './database.ts'
import { loadEnvironment } from './environment.ts'
import { APP_ROOT } from './ignitor.ts'
import { reportFailure, stopOnSignal } from './lifecycle.ts'
import { migrateDatabase } from './migrations.ts'
import { assertPortFree } from './port.ts'
import { Progress } from './progress.ts'

const root = fileURLToPath(APP_ROOT)
const progress = new Progress()
let database: OpenedDatabase | undefined

try {
  const environment = loadEnvironment(root)
  await assertPortFree(environment.host, environment.port)
  database = await progress.run('database', 'Starting PostgreSQL', () => openDatabase(environment))
  await progress.run('schema', 'Preparing the tables', () => migrateDatabase(root, database!))

  const server = spawn(
    process.execPath,
    ['ace.ts', 'serve', '--hmr', '--no-clear', ...process.argv.slice(2)],
    { cwd: root, stdio: 'inherit' }
  )
  const ended = new Promise<number>((resolve) => server.once('exit', (code) => resolve(code ?? 0)))
  stopOnSignal(async () => {
    server.kill('SIGTERM')
    await ended
    await database?.stop()
  })
  process.exitCode = await ended
  await database.stop()
  process.exit()
} catch (error) {
  reportFailure(error)
  await database?.stop()
  process.exit(1)
}
