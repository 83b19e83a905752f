import { KarkhanaError } from '../../errors.ts'

/** The key of the deployment was changed while something waited that had been encrypted with it. */
export class SealBrokenError extends KarkhanaError {
  constructor() {
    super('E_SEAL_BROKEN', 500, 'What waits here cannot be opened with the present APP_KEY.', {
      next: 'Put the former key into APP_KEY_PREVIOUS while messages wait.',
    })
  }
}
