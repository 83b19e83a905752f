/**
 * Jobs through the contract, on both drivers, against the bare library in the same run: queued one by one, each in its
 * transaction, eight at a time; queued a thousand by one statement; and run, with a handler that does nothing, in the
 * scope of its organisation. Then the time until another organisation's first job begins, behind ten thousand of two
 * others that take 5 ms each. BullMQ only with REDIS_URL.
 *
 *   npm run bench             three rounds
 *   npm run bench -- --smoke  one round with few jobs, to see that it runs
 */
import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { openBenchDatabase } from './database.ts'
import type { Rates } from './jobs/rates.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const smoke = process.argv.includes('--smoke')
const ROUNDS = smoke ? 1 : 3
const JOBS = smoke ? 200 : 5_000
const GREEDY = smoke ? 500 : 10_000

interface Probe {
  bare: Rates[]
  ours: Rates[]
  /** Milliseconds. */
  first: number[]
}

function probe(driver: string, environment: NodeJS.ProcessEnv): Promise<Probe> {
  const child = fork(
    path.join(root, 'bench/jobs/probe.ts'),
    [driver, ROUNDS, JOBS, GREEDY].map(String),
    {
      cwd: root,
      env: { ...environment, WORKER: 'none', QUEUE_PREFIX: `bench-${randomUUID().slice(0, 8)}` },
      execArgv: ['--import=@poppinss/ts-exec'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    }
  )
  return new Promise((resolve, reject) => {
    child.on('message', (message: { result?: Probe }) => {
      if (!message.result) return
      resolve(message.result)
      child.kill('SIGTERM')
    })
    child.once('exit', (code) => reject(new Error(`the probe ended with code ${code}`)))
  })
}

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
const rate = (of: Rates[], key: keyof Rates) => median(of.map((each) => each[key]))

const drivers = ['pgboss', ...(process.env.REDIS_URL ? ['bullmq'] : [])]
if (drivers.length === 1) console.warn('jobs: without REDIS_URL, BullMQ is not measured')

const { environment, close } = await openBenchDatabase(root)
try {
  const lines: Record<string, Record<string, string | number>> = {}
  for (const driver of drivers) {
    const { bare, ours, first } = await probe(driver, environment)
    for (const [key, what] of [
      ['one', 'queued one by one'],
      ['many', 'queued by the thousand'],
      ['run', 'run'],
      ['whole', 'queued by the thousand and run'],
    ] as const) {
      const [floor, mine] = [rate(bare, key), rate(ours, key)]
      lines[`${driver}: ${what}`] = {
        'bare jobs/s': Math.round(floor),
        'jobs/s': Math.round(mine),
        'of the floor': (mine / floor).toFixed(2),
      }
    }
    const [between, longest] = [median(first), Math.max(...first)].map((ms) => Math.round(ms))
    lines[`${driver}: first job behind ${GREEDY}`] = {
      'ms (median)': between,
      'ms (longest)': longest,
    }
  }
  console.table(lines)
} finally {
  await close()
}
process.exit(0)
