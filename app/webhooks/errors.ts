import { RuleError } from '../errors.ts'

/** The address of a webhook cannot be used; `next` says what to enter instead. */
export class WebhookAddressError extends RuleError {
  constructor(message: string, next: string) {
    super('E_WEBHOOK_ADDRESS', message, { field: 'url', next })
  }
}
