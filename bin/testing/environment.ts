import fs from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { freePort } from '../postgres/server.ts'
import { developmentSecrets } from '../secrets.ts'

/**
 * Ports below those that systems hand out: the server listens only after the application has started, and until then
 * another program could be given any of the others.
 */
const PORTS = { first: 20_000, count: 12_000 }

/**
 * The environment of a test run, the same on every machine: a free port, no mail server, no worker beside the
 * tests, and nothing from `.env`, which may name a real database or mail server.
 */
export async function prepareTestEnvironment(root: string): Promise<void> {
  const env = process.env
  const file = path.join(root, '.env')
  if (fs.existsSync(file)) {
    for (const name of Object.keys(parseEnv(fs.readFileSync(file, 'utf8')))) env[name] = ''
  }
  const port = String(await freePort(PORTS.first + (process.pid % PORTS.count)))
  Object.assign(env, {
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: port,
    APP_URL: `http://127.0.0.1:${port}`,
    APP_KEY: developmentSecrets(path.join(root, 'storage')).appKey,
    WORKER: 'none',
    SMTP_HOST: '',
    RESEND_API_KEY: '',
    // Ids of tokens begin anew with each database, and what was counted of them in Redis does not
    REDIS_PREFIX: `karkhana-test-${process.pid}`,
    // One token asks for more in a minute here than a program ever should; the limits have tests of their own
    RATE_LIMIT_API: '1000000',
    RATE_LIMIT_PAGES: '1000000',
    RATE_LIMIT_AI: '1000000',
    TZ: 'UTC',
  })
  env.LOG_LEVEL ||= 'fatal'
}
