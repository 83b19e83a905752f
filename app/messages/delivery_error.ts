import { KarkhanaError, type ErrorAdvice } from '../errors.ts'

/** A message that was not handed over, in whatever channel. `permanent` tells a job whether trying again can help. */
export abstract class DeliveryError extends KarkhanaError {
  readonly permanent: boolean

  constructor(
    code: string,
    status: number,
    message: string,
    advice: ErrorAdvice & { permanent: boolean }
  ) {
    super(code, status, message, advice)
    this.permanent = advice.permanent
  }
}
