import type { Scope } from '../tenancy/scope.ts'

/** Data of a job: JSON only, ids rather than records. */
export type JobPayload = Record<string, unknown>

/** What a handler is told about its run. */
export interface JobRun {
  /** The same for every attempt; the idempotency key of the job's outside effects. */
  id: string
  attempt: number
}

/** Work that is done after the transaction that asked for it, at least once. */
export interface Job<Payload extends JobPayload = JobPayload> {
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
  /** Does the work. Outside calls are fine here, transactions are opened as needed. */
  handle(scope: Scope, payload: Payload, run: JobRun): Promise<void>
}

// A list of jobs with differing payloads: each checks its own by `parse`.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyJob = Job<any>

export interface DispatchOptions {
  /** A second job with this key is not queued while the first one waits. */
  uniqueKey?: string
  /** Not before this instant. */
  startAfter?: Date
}

type JobDeclaration<Payload extends JobPayload> = Pick<Job<Payload>, 'name' | 'parse' | 'handle'> &
  Partial<Pick<Job<Payload>, 'version' | 'retryLimit' | 'retryDelay' | 'timeout'>>

/** Declares a job; the part of the name before the dot is its module. */
export function defineJob<Payload extends JobPayload>(
  declaration: JobDeclaration<Payload>
): Job<Payload> {
  return {
    version: 1,
    retryLimit: 5,
    retryDelay: 5,
    timeout: 120,
    ...declaration,
    module: declaration.name.split('.')[0],
  }
}

/** What is queued: enough to open the same scope again on any node. */
export interface JobEnvelope {
  job: string
  version: number
  organisationId: string
  requestId: string
  actorId: string
  payload: JobPayload
}

/** Name of the queue of a module. */
export function queueOf(module: string) {
  return `karkhana-${module}`
}
