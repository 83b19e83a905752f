/**
 * `npm test`: all suites on a PostgreSQL of their own, in batches side by side. What follows `--` goes to
 * Japa: `npm test -- unit`, `npm test -- --files=modules/gst/tests/unit/*`, `npm test -- --tests="…"`.
 */
import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ApplicationService } from '@adonisjs/core/types'
import { configure, processCLIArgs, run } from '@japa/runner'
import { buildAssets } from './assets.ts'
import { APP_ROOT, createIgnitor } from './ignitor.ts'
import { NoTestsError } from './errors.ts'
import { reportFailure, stopOnSignal } from './lifecycle.ts'
import { Progress } from './progress.ts'
import { SUITE_NAMES } from './testing/batches.ts'
import { openTestServer, type TestServer } from './testing/database.ts'
import { prepareTestEnvironment } from './testing/environment.ts'
import { filesOf, inLane, runLanes, runsInLanes, stopLanes } from './testing/lanes.ts'
import { inOrder, shuffleSeed } from './testing/shuffle.ts'
import { countTests, type Totals } from './testing/totals.ts'

/** How long one test of a suite may take on a busy machine, in milliseconds; some ask for more. */
const TIMEOUTS = { unit: 30_000, functional: 120_000, browser: 120_000 } as const

const root = fileURLToPath(APP_ROOT)
const args = process.argv.slice(2)
const totals: Totals = { passed: 0, failed: 0, skipped: 0 }
let server: TestServer | undefined
let app: ApplicationService | undefined

/** Pages are only looked at in a browser; for the rest any build that exists will do. */
async function prepareAssets(): Promise<void> {
  const chosen = SUITE_NAMES.filter((name) => args.includes(name))
  const suites: readonly string[] = chosen.length > 0 ? chosen : SUITE_NAMES
  const built = fs.existsSync(`${root}public/assets/.vite/manifest.json`)
  if (suites.includes('browser') || (suites.includes('functional') && !built)) {
    await new Progress().run('pages', 'Building the pages', () => buildAssets(root))
  }
}

async function runTests(): Promise<void> {
  if (!inLane) await prepareAssets()
  server = await openTestServer(root)
  process.env.DATABASE_URL = server.database.ownerUrl
  process.env.DATABASE_APP_URL = server.database.appUrl

  const seed = shuffleSeed()
  if (seed !== null && !inLane) console.log(`Files shuffled: TEST_SHUFFLE=${seed}`)
  const suites = SUITE_NAMES.map((name) => ({
    name,
    timeout: TIMEOUTS[name],
    files: inOrder(root, name, filesOf(name), seed),
  }))

  processCLIArgs(args)
  // Environment "web", not "test": there @adonisjs/vite would compile pages on request instead of serving the build
  app = createIgnitor().createApp('web')
  await app.init()
  await app.boot()
  await app.start(async () => {
    const { configureSuite, plugins, runnerHooks } = await import('../tests/bootstrap.ts')
    configure({
      cwd: root,
      suites,
      plugins: [...plugins, countTests(totals)],
      configureSuite,
      ...runnerHooks,
    })
  })
  await run()
  if (!args.includes('--help') && totals.passed + totals.failed + totals.skipped === 0) {
    throw new NoTestsError()
  }
}

async function stop(): Promise<void> {
  try {
    await stopLanes()
    await app?.terminate()
  } finally {
    await server?.stop()
  }
}

stopOnSignal(stop)
try {
  if (runsInLanes(args)) {
    await prepareAssets()
    Object.assign(totals, await runLanes(root, args))
    if (totals.failed > 0) process.exitCode = 1
  } else {
    await prepareTestEnvironment(root)
    await runTests()
  }
  await stop()
} catch (error) {
  reportFailure(error)
  process.exitCode = 1
  await stop().catch(reportFailure)
}
if (process.exitCode && totals.failed === 0) totals.failed = 1
// Whoever reads slowly still gets all that was said before it
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed\n`, () => process.exit())
