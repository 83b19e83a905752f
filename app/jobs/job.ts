import type { Scope } from '../tenancy/scope.ts'

/** Data of a job: JSON only, ids rather than records. */
export type JobPayload = Record<string, unknown>

/** What a job leaves for whoever asked for it: small, JSON. `href` is offered as a link, called `label`. */
export type JobResult = { href?: string; label?: string } & Record<string, unknown>

/** Which attempt of which job. */
export interface JobAttempt {
  /** The same for every attempt; the idempotency key of the job's outside effects. */
  id: string
  /** 1 for the first one. An attempt whose process died, or was stopped, does not count. */
  attempt: number
}

/** What a handler is told about its run, and by what it tells how far it is. */
export interface JobRun extends JobAttempt {
  /** Fires when the job is cancelled, takes longer than its timeout, or the worker stops. */
  signal: AbortSignal
  /**
   * Says how far it is, from 0 to 100, and in a few words what it is doing. Written twice a second at the most, so it
   * may be called for every row.
   */
  progress(percent: number, note?: string): Promise<void>
  /** Keeps what came of it; what `handle` returns does the same. At most 16 kB as JSON. */
  result(result: JobResult): Promise<void>
}

/** How soon a job has its turn among those of its organisation: 10 first, -10 last, 0 unless said otherwise. */
export type JobPriority = number

/** What every job declares, whoever it works for. */
interface JobBase<Payload extends JobPayload> {
  /** Prefixed by its module: `invoicing.send_invoice`. */
  name: string
  module: string
  /** What people call it: "Print many invoices". Made from the name when left out. */
  label?: string
  /** Raised when the payload changes its shape; older payloads must still be accepted. */
  version: number
  /**
   * The queue it waits in. `default` for nearly all; a queue of its own is for work that holds a worker for long, and
   * can be given workers of its own: `queue:work --queues=printing`.
   */
  queue: string
  priority: JobPriority
  /** Attempts after the first one. */
  retryLimit: number
  /** Seconds before the first retry; doubles with each further one, up to an hour. */
  retryDelay: number
  /** Seconds after which an attempt counts as lost. */
  timeout: number
  /** Checks a payload that was read back. */
  parse(payload: unknown): Payload
}

/** Work of an organisation that is done after the transaction that asked for it, at least once. */
export interface Job<Payload extends JobPayload = JobPayload> extends JobBase<Payload> {
  worksFor: 'organisation'
  /** Does the work. Outside calls are fine here, transactions are opened as needed. */
  handle(scope: Scope, payload: Payload, run: JobRun): Promise<void | JobResult>
}

/** Work of the deployment itself, of no organisation: a mail to somebody who signs up. Kernel only. */
export interface DeploymentJob<Payload extends JobPayload = JobPayload> extends JobBase<Payload> {
  worksFor: 'deployment'
  handle(payload: Payload, run: JobRun): Promise<void | JobResult>
}

// Lists of jobs with differing payloads: each checks its own by `parse`.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyJob = Job<any>
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyDeploymentJob = DeploymentJob<any>
export type RunnableJob = AnyJob | AnyDeploymentJob

/** When a job is queued, and whether one that waits already will do. */
export interface DispatchOptions {
  /** A second job with this key is not queued while the first one waits to begin. */
  uniqueKey?: string
  /** Not before this instant. */
  startAfter?: Date
  /** Instead of the one that the job declares. */
  priority?: JobPriority
}

const SETTINGS = {
  version: 1,
  queue: 'default',
  priority: 0,
  retryLimit: 5,
  retryDelay: 5,
  timeout: 120,
}

type Declaration<Declared extends JobBase<JobPayload>> = Omit<
  Declared,
  'module' | 'worksFor' | keyof typeof SETTINGS
> &
  Partial<Pick<Declared, keyof typeof SETTINGS>>

/**
 * Declares a job; the part of the name before the dot is its module.
 * @throws TypeError for a queue or a priority that cannot be
 */
export function defineJob<Payload extends JobPayload>(
  declaration: Declaration<Job<Payload>>
): Job<Payload> {
  return checked<Job<Payload>>({
    ...SETTINGS,
    ...declaration,
    module: declaration.name.split('.')[0],
    worksFor: 'organisation',
  })
}

/** Declares a job of the kernel that belongs to no organisation; it is listed in `kernel_jobs.ts`. */
export function defineDeploymentJob<Payload extends JobPayload>(
  declaration: Declaration<DeploymentJob<Payload>> & { name: `kernel.${string}` }
): DeploymentJob<Payload> {
  return checked<DeploymentJob<Payload>>({
    ...SETTINGS,
    ...declaration,
    module: 'kernel',
    worksFor: 'deployment',
  })
}

const QUEUE = /^[a-z][a-z0-9_]{0,39}$/

function checked<Declared extends { name: string; queue: string; priority: number }>(
  job: Declared
): Declared {
  if (!QUEUE.test(job.queue)) {
    throw new TypeError(`${job.name}: a queue is called by small letters, digits and _`)
  }
  ensurePriority(job.name, job.priority)
  return job
}

/** @internal @throws TypeError */
export function ensurePriority(name: string, priority: number) {
  if (Number.isInteger(priority) && Math.abs(priority) <= 10) return
  throw new TypeError(`${name}: a priority is a whole number from -10 to 10`)
}

/** What is queued: enough to open the same scope again on any node. */
export interface JobEnvelope {
  job: string
  version: number
  /** `null` for a job of the deployment. */
  organisationId: string | null
  requestId: string | null
  actorId: string | null
  payload: JobPayload
  /** Id of the run, for a job that a schedule has asked for. */
  scheduleRun?: string
}
