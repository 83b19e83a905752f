/**
 * Requests per second of the ticket list through `/api/v1`, against the bare floor (node:http and pg) in the same run.
 * Prints the ratio; on a noisy machine the ratio holds where the absolute figures drift.
 *
 *   npm run bench             five rounds of 5 seconds each
 *   npm run bench -- --smoke  one short round, to see that it runs
 */
import { fork, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import { openBenchDatabase } from './database.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const smoke = process.argv.includes('--smoke')
const rounds = smoke ? 1 : 5
const seconds = smoke ? 1 : 5
const connections = 10

interface Server {
  child: ChildProcess
  url: string
  headers: Record<string, string>
}

/** Starts one of the two servers in a process of its own and waits until it answers. */
async function start(file: string, args: string[], env: NodeJS.ProcessEnv): Promise<Server> {
  const child = fork(path.join(root, file), args, {
    cwd: root,
    env,
    execArgv: ['--import=@poppinss/ts-exec'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return new Promise((resolve, reject) => {
    child.on('message', (message: Partial<Omit<Server, 'child'>>) => {
      // The framework reports its own start to the parent as well
      if (message.url) resolve({ child, ...(message as Omit<Server, 'child'>) })
    })
    child.once('exit', (code) => reject(new Error(`${file} ended with code ${code}`)))
  })
}

async function measure({ url, headers }: Server) {
  const result = await autocannon({ url, headers, connections, duration: seconds })
  if (result.non2xx > 0 || result.errors > 0) {
    const answer = await (await fetch(url, { headers })).text()
    throw new Error(
      `${url}: ${result.non2xx} answers were not 2xx, ${result.errors} errors: ${answer.slice(0, 200)}`
    )
  }
  return { rate: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 }
}

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

const { database, environment, close } = await openBenchDatabase(root)
const servers: Server[] = []
try {
  const app = await start('bench/app_server.ts', [], environment)
  servers.push(app)
  const { organisationId, ...measured } = app as Server & { organisationId: string }
  const floor = await start('bench/floor_server.mjs', [organisationId], {
    ...process.env,
    FLOOR_DATABASE_URL: database.adminUrl.replace(/\/[^/]*$/, '/bench'),
  })
  servers.push(floor)

  const results = { floor: [] as number[], app: [] as number[], ratio: [] as number[] }
  for (let round = 1; round <= rounds; round++) {
    const below = await measure(floor)
    const above = await measure(measured)
    results.floor.push(below.rate)
    results.app.push(above.rate)
    results.ratio.push(above.rate / below.rate)
    console.log(
      `round ${round}: floor ${below.rate.toFixed(0)}/s (p99 ${below.p99} ms), ` +
        `ticket list ${above.rate.toFixed(0)}/s (p50 ${above.p50} ms, p99 ${above.p99} ms), ` +
        `ratio ${(above.rate / below.rate).toFixed(3)}`
    )
  }
  console.log(
    `ticket list: median ${median(results.app).toFixed(0)}/s of ${median(results.floor).toFixed(0)}/s bare, ` +
      `ratio ${median(results.ratio).toFixed(3)}`
  )
} finally {
  for (const { child } of servers) child.kill('SIGTERM')
  await close()
}
process.exit(0)
