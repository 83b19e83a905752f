import db from '@adonisjs/lucid/services/db'
import { KarkhanaError } from '../errors.ts'
import type { JobAttempt, JobResult, JobRun } from './job.ts'

/** Milliseconds between two notes of how far a job is. */
const EVERY = 500
/** Bytes of a result as JSON. */
const MOST = 16_384
/** Characters of what a job says it is doing. */
const NOTE = 200

/** A result is too large to be kept with the job. */
export class JobResultError extends KarkhanaError {
  constructor(bytes: number) {
    super('E_JOB_RESULT', 500, `The result of the job is ${bytes} bytes as JSON.`, {
      next: `Keep what came of it in a row of your own, and return a link to it; at most ${MOST} bytes.`,
    })
  }
}

/** @throws JobResultError */
export function ensureSmall(result: JobResult): JobResult {
  const bytes = Buffer.byteLength(JSON.stringify(result))
  if (bytes > MOST) throw new JobResultError(bytes)
  return result
}

/** One attempt at a job, as its handler sees it; `node` is the worker that holds it. */
export class AttemptRun implements JobRun {
  readonly id: string
  readonly attempt: number
  #written = 0
  #latest: { percent: number; note: string | null } | undefined
  #writing: Promise<void> | undefined
  kept: JobResult | undefined

  constructor(
    { id, attempt }: JobAttempt,
    readonly signal: AbortSignal,
    private node: string | null
  ) {
    this.id = id
    this.attempt = attempt
  }

  async progress(percent: number, note?: string): Promise<void> {
    const whole = Math.round(Math.min(100, Math.max(0, Number.isFinite(percent) ? percent : 0)))
    this.#latest = { percent: whole, note: note?.slice(0, NOTE) ?? null }
    if (Date.now() - this.#written < EVERY) return
    await this.write()
  }

  result(result: JobResult): Promise<void> {
    this.kept = ensureSmall(result)
    return Promise.resolve()
  }

  /** Writes what was said last. A note that cannot be written is no reason to fail. */
  async write(): Promise<void> {
    if (this.#writing) return this.#writing
    const latest = this.#latest
    if (!latest) return
    this.#latest = undefined
    this.#written = Date.now()
    const { percent, note } = latest
    this.#writing = db
      .rawQuery('select kernel_note_progress(?::uuid, ?::uuid, ?, ?, ?)', [
        ...[this.id, this.node, this.attempt, percent, note],
      ] as never[])
      .then(() => undefined)
      .finally(() => (this.#writing = undefined))
    await this.#writing
  }
}

/** A run that nobody watches: of a handler that is called directly. */
export function quietRun({ id, attempt, ...rest }: JobAttempt & Partial<JobRun>): JobRun {
  return {
    ...{ id, attempt },
    signal: rest.signal ?? new AbortController().signal,
    progress: rest.progress ?? (() => Promise.resolve()),
    result: rest.result ?? (() => Promise.resolve()),
  }
}
