import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import os from 'node:os'
import path from 'node:path'
import { batchesOf, patternsOf, type Batch, type SuiteName } from './batches.ts'
import { shuffled, shuffleSeed } from './shuffle.ts'
import type { Totals } from './totals.ts'

/** The batch of this process. Runs that a test starts have none. */
const BATCH = process.env.TEST_BATCH
  ? (JSON.parse(process.env.TEST_BATCH) as Pick<Batch, 'suite' | 'files'>)
  : null
delete process.env.TEST_BATCH

/** Whether this process runs one batch for another one that has prepared everything. */
export const inLane = BATCH !== null

/** What a suite runs in this process: those of the batch, or all of its tests where there is none. */
export function filesOf(suite: SuiteName, batch = BATCH): string[] {
  if (batch === null) return patternsOf(suite)
  return suite === batch.suite ? batch.files : []
}

/** Options of Japa that choose among all tests: they are looked for in one process. */
const CHOOSING = /^--(files|tests|groups|tags|failed|help|bail|reporters?)/

/** More lanes than this wait for the one PostgreSQL. */
const MOST_LANES = 4

/** Batches side by side: one for each processor, or as many as `TEST_LANES` says. */
export function laneCount(): number {
  const wanted = Number(process.env.TEST_LANES)
  return wanted > 0 ? Math.floor(wanted) : Math.min(os.availableParallelism(), MOST_LANES)
}

/** Whether the run is the whole one and worth several processes. `TEST_LANES=1` keeps all suites in one. */
export function runsInLanes(args: readonly string[]): boolean {
  return laneCount() > 1 && args.every((arg) => arg.startsWith('-') && !CHOOSING.test(arg))
}

const running = new Set<ChildProcess>()
let stopped = false

/**
 * Runs all suites in batches, each in a process with a database of its own. A lane that is free takes the longest
 * batch that waits, so that the lanes end together. What a batch says is shown in one piece when it ends, and the
 * tests that failed are named again at the end.
 *
 * @returns the sum; a batch that breaks without counting a failed test counts as one
 */
export async function runLanes(root: string, args: readonly string[]): Promise<Totals> {
  const seed = shuffleSeed()
  if (seed !== null) process.stdout.write(`Files shuffled: TEST_SHUFFLE=${seed}\n`)
  const waiting = batchesOf(root, (files) => (seed === null ? files : shuffled(files, seed)))
  const sum: Totals = { passed: 0, failed: 0, skipped: 0 }
  const failures: string[] = []
  const lane = async (index: number) => {
    for (let batch = waiting.shift(); batch && !stopped; batch = waiting.shift()) {
      const started = Date.now()
      const { said, totals } = await runBatch(root, batch, args, index)
      const seconds = Math.round((Date.now() - started) / 1000)
      process.stdout.write(`${said}\n${batch.suite}, ${batch.files.length} files: ${seconds} s\n\n`)
      sum.passed += totals.passed
      sum.failed += totals.failed
      if (totals.failed > 0) failures.push(...failuresIn(said, batch))
    }
  }
  await Promise.all(Array.from({ length: laneCount() }, (_, index) => lane(index)))
  if (failures.length > 0) process.stdout.write(`Failed:\n${failures.join('\n')}\n\n`)
  return sum
}

/** Asks the lanes to end, and waits until they have cleaned up. */
export async function stopLanes(): Promise<void> {
  stopped = true
  await Promise.all(
    [...running].map(async (child) => {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    })
  )
}

async function runBatch(root: string, batch: Batch, args: readonly string[], lane: number) {
  const { suite, files } = batch
  const child = spawn(process.execPath, [path.join(root, 'bin/test.mjs'), suite, ...args], {
    cwd: root,
    env: { ...laneEnvironment(lane), TEST_BATCH: JSON.stringify({ suite, files }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (said += chunk))
  }
  const [code] = (await once(child, 'close')) as [number | null]
  running.delete(child)
  return { said, totals: totalsOf(said, code) }
}

/** Lanes have folders of their own, and count limits apart, also where they share a Redis. */
function laneEnvironment(index: number): NodeJS.ProcessEnv {
  const env = { ...process.env, TEST_LANE_NAME: `lane${index + 1}` }
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

/** The failed tests of a batch with their files; the files alone when it broke outside of a test. */
export function failuresIn(said: string, { files }: Pick<Batch, 'files'>): string[] {
  const found: string[] = []
  let file = ''
  for (const line of said.split('\n')) {
    file = /^\w+ \/ .*\((.+\.spec\.ts)\)$/.exec(line)?.[1] ?? file
    const test = /^\s*✖ (.+)$/.exec(line)?.[1]
    if (test) found.push(`  ${file}: ${test}`)
  }
  return found.length > 0 ? found : [`  a batch broke: ${files.join(', ')}`]
}
