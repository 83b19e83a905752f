import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import os from 'node:os'
import path from 'node:path'
import type { Totals } from './totals.ts'

/** What runs side by side, each lane in a process with a database of its own; about the same time each. */
const LANES = [
  { name: 'kernel', suites: ['unit', 'functional'] },
  { name: 'modules', suites: ['functional', 'browser'] },
] as const

/** The lane of this process. Runs that a test starts are in none. */
const LANE = process.env.TEST_LANE ?? null
delete process.env.TEST_LANE
// Folders of the lane; processes that a test starts share them.
if (LANE) process.env.TEST_LANE_NAME = LANE

/** Where the tests of a suite are, in the lane of this process; in all of them outside of lanes. */
export function filesOf(suite: string, lane: string | null = LANE): string[] {
  const kernel = `tests/${suite}/**/*.spec.ts`
  const modules = [`modules/*/tests/${suite}/**/*.spec.ts`, `plugins/*/tests/${suite}/**/*.spec.ts`]
  if (lane === null || suite !== 'functional') return [kernel, ...modules]
  return lane === 'kernel' ? [kernel] : modules
}

/** Options of Japa that choose among all tests: they are looked for in one process. */
const CHOOSING = /^--(files|tests|groups|tags|failed|help|bail|reporters?)/

const running = new Set<ChildProcess>()

/**
 * Whether the run is the whole one and worth two processes. The browser suite waits for pages half of its time, and
 * the functional suite for the database. `TEST_LANES=1` keeps all suites in one process.
 */
export function runsInLanes(args: readonly string[]): boolean {
  if (process.env.TEST_LANES === '1' || os.availableParallelism() < 2) return false
  return args.every((arg) => arg.startsWith('-') && !CHOOSING.test(arg))
}

/**
 * Runs all suites in lanes, side by side. What the first one says is shown at once, what the others say after it.
 *
 * @returns the sum; a lane that breaks without counting a failed test counts as one
 */
export async function runLanes(root: string, args: readonly string[]): Promise<Totals> {
  const results = await Promise.all(
    LANES.map(({ suites }, index) => runLane(root, [...suites, ...args], index))
  )
  for (const { said } of results.slice(1)) process.stdout.write(said)
  return results.reduce<Totals>(
    (sum, { totals }) => ({
      passed: sum.passed + totals.passed,
      failed: sum.failed + totals.failed,
      skipped: sum.skipped + totals.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 }
  )
}

/** Asks the lanes to end, and waits until they have cleaned up. */
export async function stopLanes(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    })
  )
}

async function runLane(root: string, args: string[], index: number) {
  const child = spawn(process.execPath, [path.join(root, 'bin/test.mjs'), ...args], {
    cwd: root,
    env: laneEnvironment(index),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(child)
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    if (index === 0) process.stdout.write(chunk)
    said += String(chunk)
  })
  const [code] = (await once(child, 'close')) as [number | null]
  running.delete(child)
  return { said, totals: totalsOf(said, code) }
}

/** Lanes count limits apart, also where they share a Redis. */
function laneEnvironment(index: number): NodeJS.ProcessEnv {
  const env = { ...process.env, TEST_LANE: LANES[index].name }
  const { REDIS_URL } = process.env
  if (!REDIS_URL || index === 0) return env
  const url = new URL(REDIS_URL)
  url.pathname = `/${Number(url.pathname.slice(1) || 0) + index}`
  return { ...env, REDIS_URL: url.href }
}

function totalsOf(said: string, code: number | null): Totals {
  const last = [...said.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1)
  const passed = Number(last?.[1] ?? 0)
  const failed = Number(last?.[2] ?? 0)
  return { passed, failed: failed || (code === 0 ? 0 : 1), skipped: 0 }
}
