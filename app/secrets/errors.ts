import { KarkhanaError } from '../errors.ts'

/** A data key was wrapped under an APP_KEY that this deployment no longer knows. */
export class KeyUnreadableError extends KarkhanaError {
  constructor(name: string) {
    super('E_KEY_UNREADABLE', 500, `The ${name} was wrapped under another APP_KEY.`, {
      next: 'Add the former APP_KEY to APP_KEY_PREVIOUS, then run: npm run ace -- key:rotate',
    })
  }
}

/** A sealed value was altered, belongs to another name or organisation, or was never sealed here. */
export class SealBrokenError extends KarkhanaError {
  constructor(cause?: unknown) {
    super('E_SEAL_BROKEN', 500, 'A stored secret cannot be opened.', {
      next: 'Store the value again; if many fail, restore the table from a backup.',
      cause,
    })
  }
}
