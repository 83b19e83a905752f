import type { Client } from 'pg'
import type { JobEnvelope } from '../job.ts'

/** A job as the queue that wakes the workers knows it. */
export interface HandedJob {
  id: string
  organisationId: string | null
  queue: string
  /** From -10 to 10. */
  priority: number
  /** How many jobs of its organisation and module waited before it. */
  turn: number
  /** ISO instant. */
  runAt: string
  /** Seconds. */
  timeout: number
  /** How often it was handed over; each time under another name, so that a late answer harms nothing. */
  handings: number
  envelope: JobEnvelope
}

/** What a driver asks for when it has a job that is due. Resolves when that attempt is over, however it went. */
export type Perform = (job: { id: string; envelope?: JobEnvelope }) => Promise<void>

/** What a worker takes. */
export interface WorkOptions {
  queues: readonly string[]
  /** Jobs at a time. */
  concurrency: number
  perform: Perform
}

/** A worker that takes jobs until it is stopped. */
export interface DriverWorker {
  /** Looks for jobs now, instead of at the next look. */
  wake(): void
  /** Takes no more jobs; resolves at once. */
  pause(): Promise<void>
  /** Resolves when what it had taken is over. */
  close(): Promise<void>
}

/** How the queue stands. */
export interface DriverHealth {
  ok: boolean
  message: string
}

/**
 * What wakes the workers. The table of jobs is the truth: a driver may forget a job, or hand it out twice, and nothing
 * is lost nor done twice by that.
 */
export interface QueueDriver {
  readonly name: 'pgboss' | 'bullmq'
  /** Whether it takes jobs in the transaction that queues them; else they are handed over after the commit. */
  readonly transactional: boolean
  /** Hands jobs over; with `client` in its transaction. Handing the same twice does no harm. */
  hand(jobs: HandedJob[], client?: Client): Promise<void>
  /**
   * Of a transactional driver: what hands over, as a part of the statement that writes jobs of `queue`, those of
   * `written (id, priority, turn, run_at, timeout, envelope)`. Costs no way to the database of its own.
   */
  handing(queue: string): Promise<{ sql: string; bindings: unknown[] } | null>
  /** Takes back jobs that were cancelled. What it cannot find any more is no matter. */
  drop(jobs: Pick<HandedJob, 'id' | 'queue' | 'handings'>[]): Promise<void>
  /** Those of the jobs that it does not know, or never will hand out. */
  missing(jobs: HandedJob[]): Promise<HandedJob[]>
  /** Whether it was emptied since it was asked last: a flush, a restart without its disk. */
  wasEmptied(): Promise<boolean>
  work(options: WorkOptions): Promise<DriverWorker>
  health(): Promise<DriverHealth>
  close(): Promise<void>
}

/** Turns that a rank tells apart; SQL of drivers repeats {@link rankOf} by it. */
export const MOST_RANKED = 90_000

/** Turns that are told apart; whoever has more waiting is served in the order of asking. */
export const MOST_TURNS = 1_000
export const STEPS = 21

/**
 * One figure for turn and priority, the smaller the sooner: the first job of every organisation, then the second one of
 * every organisation; of the same turn, the one with the higher priority.
 */
export function rankOf({ turn, priority }: Pick<HandedJob, 'turn' | 'priority'>): number {
  return Math.min(turn, MOST_RANKED) * STEPS + (10 - priority)
}
