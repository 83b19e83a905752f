import { parseArgs } from 'node:util'

export type Driver = 'pgboss' | 'bullmq'

/** What a run of the bench does. */
export interface Options {
  driver: Driver
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
  /** A few kills, to see that it runs. */
  smoke: boolean
}

/** @returns the runs that are asked for, one for each driver. @throws when an argument is unknown or no number */
export function readOptions(args: string[]): Options[] {
  const { values } = parseArgs({
    args,
    options: {
      driver: { type: 'string' },
      kills: { type: 'string' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      gap: { type: 'string' },
      sources: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      smoke: { type: 'boolean', default: false },
    },
  })
  const { driver, smoke } = values
  const drivers: Driver[] = ['pgboss', 'bullmq']
  const chosen = drivers.filter((each) => driver === undefined || each === driver)
  if (chosen.length === 0) throw new Error(`--driver is ${driver}; choose pgboss or bullmq.`)
  return chosen.map((each) => ({
    driver: each,
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
  }))
}

function number(name: string, value: string): number {
  const read = Number(value)
  if (!(read > 0)) throw new Error(`--${name} is "${value}"; give a number above 0.`)
  return read
}
