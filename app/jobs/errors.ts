import { KarkhanaError } from '../errors.ts'

/** No installed module has a job of this name: the module was removed, or not installed on this node. */
export class JobUnknownError extends KarkhanaError {
  constructor(name: string) {
    super('E_JOB_UNKNOWN', 500, `No installed module has the job ${name}.`, {
      next: 'Install the module again, or discard the job.',
    })
  }
}

/** The payload was written by a newer version of the module than this node runs: while others are upgraded. */
export class JobVersionError extends KarkhanaError {
  constructor(name: string, version: number) {
    super('E_JOB_VERSION', 500, `${name} was queued by a newer version (${version}).`, {
      next: 'Upgrade this node; the job is tried again meanwhile, and can be from its page.',
    })
  }
}

/** An attempt took longer than the job declares. */
export class JobTimeoutError extends KarkhanaError {
  constructor(seconds: number) {
    super('E_JOB_TIMEOUT', 500, `It took longer than ${seconds} seconds.`, {
      next: 'Do it in smaller parts, or declare a longer timeout.',
    })
  }
}

/** Somebody cancelled the job. */
export class JobCancelledError extends KarkhanaError {
  constructor() {
    super('E_JOB_CANCELLED', 409, 'The job was cancelled.')
  }
}

/** The worker stops; the job goes on elsewhere, and the attempt does not count. */
export class WorkerStoppedError extends KarkhanaError {
  constructor() {
    super('E_WORKER_STOPPED', 503, 'The worker stops. The job goes to another one.')
  }
}
