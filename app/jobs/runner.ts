import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@adonisjs/core/logger'
import type { ScopeAnswer } from '../tenancy/scope_answer.ts'
import { outsideUnit } from '../tenancy/unit.ts'
import { adopt } from './adopt.ts'
import { Batcher } from './batcher.ts'
import type { Perform, QueueDriver } from './drivers/driver.ts'
import { JobCancelledError, JobTimeoutError, WorkerStoppedError } from './errors.ts'
import type { JobResult, RunnableJob } from './job.ts'
import { AttemptRun, ensureSmall } from './run.ts'
import { runEnvelope } from './run_envelope.ts'
import { workerStore, type Begun, type Outcome } from './store.ts'

/** Milliseconds in which a handler may come to an end after its signal. */
const ENDING = 3_000
/** Seconds: the longest wait between two attempts. */
const LONGEST = 3_600
/** Characters of an error that are kept. */
const ERROR = 2_000

type Running = Extract<Begun, { begun: true }>

/** A job, and what a scope of its organisation is made from, as both stood when it began. */
interface Taken {
  job: Begun
  answer: ScopeAnswer | null
}

interface RunnerOptions {
  jobs: ReadonlyMap<string, RunnableJob>
  driver: QueueDriver
  logger: Logger
  /** The id under which this process takes work now. */
  node(): string | null
  /** Something has to be handed over. */
  onHanding(): void
}

/**
 * Does jobs, whichever driver has them: begins each in the table of jobs, which lets one worker begin an attempt, calls
 * its handler, and notes how it ended. Beginnings and ends that come together are written together.
 */
export class Runner {
  #begin: Batcher<{ id: string; node: string | null }, Taken | null>
  #end: Batcher<Outcome, void>
  #running = new Map<string, AbortController>()
  #taken = 0

  constructor(private options: RunnerOptions) {
    this.#begin = new Batcher(async (wanted) => {
      const { jobs, scopes } = await workerStore.beginWithScopes(
        wanted.map(({ id }) => id),
        wanted[0].node
      )
      return wanted.map(({ id }) => {
        const job = jobs.get(id)
        if (!job) return null
        const answer = job.begun && job.organisationId ? scopes.get(job.organisationId) : null
        return { job, answer: answer ?? null }
      })
    })
    this.#end = new Batcher(async (outcomes) => {
      await this.#write(outcomes)
      return outcomes.map(() => undefined)
    })
  }

  /** How many jobs are underway. */
  get size() {
    return this.#taken
  }

  /** Resolves when the attempt is over and noted. A job that is over, or that another worker has, is left alone. */
  readonly perform: Perform = async ({ id, envelope }) => {
    this.#taken++
    try {
      const node = this.options.node()
      let taken = await this.#begin.add({ id, node })
      if (!taken && envelope) {
        await adopt(id, envelope, this.options.jobs.get(envelope.job))
        taken = await this.#begin.add({ id, node })
      }
      if (!taken?.job.begun) return
      await this.#end.add(await this.#attempt(taken.job, taken.answer, node))
    } finally {
      this.#taken--
    }
  }

  /** Tells the handler of a job that it was cancelled, if it runs here. */
  cancel(id: string) {
    this.#running.get(id)?.abort(new JobCancelledError())
  }

  /** Looks for what was cancelled here and not heard of. */
  async lookForCancelled() {
    const ids = [...this.#running.keys()]
    if (ids.length === 0) return
    for (const id of await workerStore.cancelled(ids)) this.cancel(id)
  }

  /** Lets what is underway end within `ms`; what then still runs is told to stop, and goes to another worker. */
  async stop(ms: number): Promise<void> {
    const until = Date.now() + ms
    while (this.size > 0) {
      if (Date.now() >= until) {
        for (const controller of this.#running.values()) controller.abort(new WorkerStoppedError())
      }
      await sleep(20)
    }
  }

  async #attempt(job: Running, answer: ScopeAnswer | null, node: string | null): Promise<Outcome> {
    const controller = new AbortController()
    const { id, attempt } = job
    this.#running.set(id, controller)
    const late = setTimeout(
      () => controller.abort(new JobTimeoutError(job.timeout)),
      job.timeout * 1_000
    )
    try {
      const run = new AttemptRun({ id, attempt }, controller.signal, node)
      const result = await this.#handle(job, run, answer)
      return { ...{ id, node, attempt }, state: 'done', counts: true, result }
    } catch (error) {
      return { ...{ id, node, attempt }, ...this.#failure(job, error, controller.signal) }
    } finally {
      clearTimeout(late)
      this.#running.delete(id)
    }
  }

  /** Calls the handler, and waits no longer for it than a moment after its signal. */
  async #handle(
    job: Running,
    run: AttemptRun,
    answer: ScopeAnswer | null
  ): Promise<JobResult | undefined> {
    const { signal } = run
    const given = outsideUnit(() => runEnvelope(this.options.jobs, job.envelope, run, answer))
    const ended = Promise.withResolvers<never>()
    const onAbort = () => {
      const reason = signal.reason as Error
      const left = reason instanceof JobTimeoutError ? 0 : ENDING
      setTimeout(() => ended.reject(reason), left).unref()
    }
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      const returned = await Promise.race([given, ended.promise])
      return returned ? ensureSmall(returned) : run.kept
    } finally {
      signal.removeEventListener('abort', onAbort)
      // What comes after nobody waits for it is told in the log.
      given.catch((error: unknown) => {
        if (signal.aborted) this.options.logger.debug({ err: error, job: run.id }, 'ended late')
      })
      await run.write().catch(() => undefined)
    }
  }

  #failure(
    { id, attempt, retryLimit, retryDelay, envelope }: Running,
    error: unknown,
    { aborted, reason }: AbortSignal
  ): Pick<Outcome, 'state' | 'counts' | 'error' | 'run_at'> {
    if (aborted && reason instanceof JobCancelledError) return { state: 'cancelled', counts: true }
    if (aborted && reason instanceof WorkerStoppedError) return { state: 'queued', counts: false }
    const { logger } = this.options
    logger.error({ err: error, job: envelope.job, id, attempt }, 'job failed')
    const told = messageOf(error)
    if (attempt > retryLimit) return { state: 'dead', counts: true, error: told }
    const at = Date.now() + backOff(retryDelay, attempt) * 1_000
    return { state: 'failed', counts: true, error: told, run_at: new Date(at).toISOString() }
  }

  async #write(outcomes: Outcome[]) {
    const { driver, logger, onHanding } = this.options
    const ended = await workerStore.end(outcomes)
    const again = ended.filter(({ state }) => state === 'failed' || state === 'queued')
    if (again.length === 0) return
    if (!driver.transactional) return onHanding()
    await driver.hand(again).catch((error: unknown) => {
      logger.error({ err: error }, 'jobs could not be handed over again; they are looked for')
    })
  }
}

/** Seconds before the next attempt: doubles with each, up to an hour, and up to a fifth more so that they spread. */
export function backOff(delay: number, attempt: number): number {
  const seconds = Math.min(delay * 2 ** (attempt - 1), LONGEST)
  return seconds * (1 + Math.random() / 5)
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return (message || 'It failed without a word.').slice(0, ERROR)
}
