import { KarkhanaError } from '../errors.ts'

/** What failed, and whose it is. */
interface FailedExtension {
  /** As people know the module. */
  name: string
  module: string
  point: string
  cause?: unknown
}

/** A module could not answer an extension point, and whoever asked cannot go on without. */
export class ExtensionFailedError extends KarkhanaError {
  constructor({ name, module, point, cause }: FailedExtension) {
    super('E_EXTENSION_FAILED', 422, `“${name}” could not do its part, so nothing was saved.`, {
      next: 'Try again. If it stays, switch the module off in the settings, or tell its author.',
      meta: { module, point },
      cause,
    })
  }
}

/** A module answered an extension point with something that cannot be used. */
export class ExtensionAnswerError extends KarkhanaError {
  constructor({ name, module, point }: FailedExtension, what: string) {
    super('E_EXTENSION_ANSWER', 422, `“${name}” answered with ${what}, so nothing was saved.`, {
      next: 'Switch the module off in the settings, or tell its author.',
      meta: { module, point },
    })
  }
}

/** A module refuses on purpose; the reader is told who. */
export function refusedBy({ name, module, point }: FailedExtension, error: KarkhanaError) {
  return new KarkhanaError(error.code!, error.status, `“${name}”: ${error.message}`, {
    field: error.field,
    next: error.next,
    meta: { ...error.meta, module, point },
    cause: error,
  })
}
