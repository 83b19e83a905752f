import type { Scope } from '../tenancy/scope.ts'

/** Data of a job: JSON only, ids rather than records. */
export type JobPayload = Record<string, unknown>

/** What a handler is told about its run. */
export interface JobRun {
  /** The same for every attempt; the idempotency key of the job's outside effects. */
  id: string
  attempt: number
}

/** What every job declares, whoever it works for. */
interface JobBase<Payload extends JobPayload> {
  /** Prefixed by its module: `invoicing.send_invoice`. */
  name: string
  module: string
  /** Raised when the payload changes its shape; older payloads must still be accepted. */
  version: number
  /** Attempts after the first one. */
  retryLimit: number
  /** Seconds before the first retry; doubles with each further one. */
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
  handle(scope: Scope, payload: Payload, run: JobRun): Promise<void>
}

/** Work of the deployment itself, of no organisation: a mail to somebody who signs up. Kernel only. */
export interface DeploymentJob<Payload extends JobPayload = JobPayload> extends JobBase<Payload> {
  worksFor: 'deployment'
  handle(payload: Payload, run: JobRun): Promise<void>
}

// Lists of jobs with differing payloads: each checks its own by `parse`.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyJob = Job<any>
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyDeploymentJob = DeploymentJob<any>
export type RunnableJob = AnyJob | AnyDeploymentJob

/** When a job is queued, and whether one that waits already will do. */
export interface DispatchOptions {
  /** A second job with this key is not queued while the first one waits. */
  uniqueKey?: string
  /** Not before this instant. */
  startAfter?: Date
}

type Settings = 'version' | 'retryLimit' | 'retryDelay' | 'timeout'
type Declaration<Declared extends JobBase<JobPayload>> = Omit<
  Declared,
  'module' | 'worksFor' | Settings
> &
  Partial<Pick<Declared, Settings>>

const DEFAULTS = { version: 1, retryLimit: 5, retryDelay: 5, timeout: 120 }

/** Declares a job; the part of the name before the dot is its module. */
export function defineJob<Payload extends JobPayload>(
  declaration: Declaration<Job<Payload>>
): Job<Payload> {
  return {
    ...DEFAULTS,
    ...declaration,
    module: declaration.name.split('.')[0],
    worksFor: 'organisation',
  }
}

/** Declares a job of the kernel that belongs to no organisation; it is listed in `kernel_jobs.ts`. */
export function defineDeploymentJob<Payload extends JobPayload>(
  declaration: Declaration<DeploymentJob<Payload>> & { name: `kernel.${string}` }
): DeploymentJob<Payload> {
  return { ...DEFAULTS, ...declaration, module: 'kernel', worksFor: 'deployment' }
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

/** Name of the queue of a module. */
export function queueOf(module: string) {
  return `karkhana-${module}`
}
