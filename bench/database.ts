import { randomBytes } from 'node:crypto'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { migrateDatabase } from '../bin/migrations.ts'
import { openPostgres } from '../bin/postgres.ts'
import { freePort } from '../bin/postgres/server.ts'

/** A migrated database of a bench's own, and the environment of a server that uses it. */
export async function openBenchDatabase(root: string) {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'karkhana-bench-'))
  await fs.chmod(dir, 0o755)
  const secret = () => randomBytes(16).toString('hex')
  const database = await openPostgres({
    dir,
    name: 'bench',
    passwords: { superuser: secret(), owner: secret(), app: secret() },
  })
  await migrateDatabase(root, { ownerUrl: database.ownerUrl, appRole: 'karkhana_app' })
  const port = String(await freePort())
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'test',
    LOG_LEVEL: 'fatal',
    HOST: '127.0.0.1',
    PORT: port,
    APP_URL: `http://127.0.0.1:${port}`,
    APP_KEY: secret(),
    DATABASE_URL: database.ownerUrl,
    DATABASE_APP_URL: database.appUrl,
    WORKER: 'inline',
    RATE_LIMIT_API: '100000000',
  }
  const close = async () => {
    await database.stop()
    await fs.rm(dir, { recursive: true, force: true })
  }
  return { database, environment, close }
}
