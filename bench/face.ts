/**
 * The budgets of the face (docs/ux.md): what the browser has to fetch, how soon it answers, and what a page costs the
 * server while the worker is busy. Prints each figure against its budget, and ends with 1 when one is over.
 *
 *   npm run bench             measures for some minutes
 *   npm run bench -- --smoke  once each; only weights count, times depend on the machine
 */
import { fork, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildAssets } from '../bin/assets.ts'
import { openBenchDatabase } from './database.ts'
import { firstListInteractive, interactionP75, openBrowser, type Reader } from './face/browser.ts'
import { keepWorkerBusy } from './face/busy_worker.ts'
import { report, type Figure } from './face/figures.ts'
import { changeIsSeen, fiveLines, paletteOpens } from './face/moments.ts'
import { pageTime } from './face/server_time.ts'
import { weigh } from './face/weights.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const smoke = process.argv.includes('--smoke')
const VISITS = smoke ? 1 : 7
const ROUNDS = smoke ? 1 : 5
const REQUESTS = smoke ? 20 : 200
const IMPORTED_ROWS = smoke ? 2_000 : 10_000

type Server = Reader & { token: string }

async function startServer(environment: NodeJS.ProcessEnv) {
  const child: ChildProcess = fork(path.join(root, 'bench/face/server.ts'), [], {
    cwd: root,
    env: environment,
    execArgv: ['--import=@poppinss/ts-exec'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const server = await new Promise<Server>((resolve, reject) => {
    child.on('message', (message: Partial<Server>) => {
      // The framework reports its own start to the parent as well
      if (message.email) resolve(message as Server)
    })
    child.once('exit', (code) => reject(new Error(`The server ended with code ${code}`)))
  })
  return { child, server }
}

/** Kilobytes as tools for the web count them. */
const kB = (bytes: number) => bytes / 1000

await buildAssets(root)
const { shell, pages } = weigh(path.join(root, 'public/assets'))
const figures: Figure[] = [
  { name: 'shell, gzip', value: kB(shell), unit: 'kB', budget: 150, timed: false },
  ...pages.slice(0, 3).map(({ page, bytes }) => ({
    name: `${page}, gzip`,
    value: kB(bytes),
    unit: 'kB' as const,
    budget: 60,
    timed: false,
  })),
]

const { environment, close } = await openBenchDatabase(root)
const { child, server } = await startServer(environment)
try {
  const opened = await openBrowser(server)
  const list = await firstListInteractive(opened, VISITS)
  const interaction = await interactionP75(opened, ROUNDS)
  const palette = await paletteOpens(opened, VISITS)
  const seen = await changeIsSeen(opened, server.token, VISITS)
  const entered = await fiveLines(opened)
  const cookie = opened.storageState.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  await opened.browser.close()

  await pageTime({ url: server.url, cookie }, REQUESTS)
  const idle = await pageTime({ url: server.url, cookie }, REQUESTS)
  const worker = await keepWorkerBusy(server.url, server.token, IMPORTED_ROWS)
  const before = await worker.progress()
  const busy = await pageTime({ url: server.url, cookie }, REQUESTS)
  const after = await worker.progress()
  console.log(
    `page of 50 rows: ${idle.toFixed(1)} ms while the worker rests; then it imported rows ` +
      `${before.position} to ${after.position} (${after.state}); ${interaction.count} interactions`
  )
  if (before.state !== 'importing' || after.position <= before.position) {
    throw new Error('The worker was not busy during the measurement')
  }
  figures.push(
    {
      name: 'first list interactive, 4× slower',
      value: list,
      unit: 'ms',
      budget: 2000,
      timed: true,
    },
    {
      name: 'interaction p75, 4× slower',
      value: interaction.p75,
      unit: 'ms',
      budget: 200,
      timed: true,
    },
    { name: 'palette is open', value: palette, unit: 'ms', budget: 50, timed: true },
    { name: 'change is seen by others', value: seen, unit: 'ms', budget: 2000, timed: true },
    {
      name: 'invoice of five lines typed',
      value: entered,
      unit: 'ms',
      budget: 40_000,
      timed: true,
    },
    { name: 'page of 50 rows, worker busy', value: busy, unit: 'ms', budget: 60, timed: true }
  )
} finally {
  child.kill('SIGTERM')
  await close()
}
const over = report(figures).filter(({ timed }) => !smoke || !timed)
process.exit(over.length > 0 ? 1 : 0)
