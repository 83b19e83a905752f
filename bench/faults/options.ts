import { parseArgs } from 'node:util'

/** What a run of the bench does. */
export interface Options {
  driver: 'pgboss' | 'bullmq'
  /** Processes that are killed. */
  kills: number
  seed: number
  /** Seconds between two kills in the mean. */
  gap: number
  /** Clients that place one order after the other. */
  clients: number
  /** Processes of each kind. */
  web: number
  workers: number
  /** Seconds that Redis is away. */
  outage: number
  /** Runs from the build rather than from the sources. */
  build: boolean
  /** Adds the figures to the table of the README. */
  record: boolean
}

/** @throws when an argument is unknown or no number */
export function readOptions(args: string[]): Options & { smoke: boolean } {
  const { values } = parseArgs({
    args,
    options: {
      driver: { type: 'string', default: 'pgboss' },
      kills: { type: 'string' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      gap: { type: 'string' },
      sources: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      smoke: { type: 'boolean', default: false },
    },
  })
  const { driver, smoke } = values
  if (driver !== 'pgboss' && driver !== 'bullmq') {
    throw new Error(`--driver is ${driver}; choose pgboss or bullmq.`)
  }
  return {
    driver,
    smoke,
    kills: number('kills', values.kills ?? (smoke ? '6' : '1000')),
    seed: number('seed', values.seed),
    gap: number('gap', values.gap ?? (smoke ? '0.7' : '1.1')),
    clients: smoke ? 4 : 8,
    web: 2,
    workers: 2,
    outage: smoke ? 2 : 60,
    build: !values.sources,
    record: values.record,
  }
}

function number(name: string, value: string): number {
  const read = Number(value)
  if (!(read > 0)) throw new Error(`--${name} is "${value}"; give a number above 0.`)
  return read
}
