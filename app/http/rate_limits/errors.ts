import { KarkhanaError } from '../../errors.ts'

/** A limit is used up until its window is over; nothing of the request was done. */
export class TooManyRequestsError extends KarkhanaError {
  /** @param seconds until the next request is answered; also in the header `Retry-After` */
  constructor(seconds: number) {
    super('E_TOO_MANY_REQUESTS', 429, 'Too many requests.', {
      next: `Wait ${seconds === 1 ? 'a second' : `${seconds} seconds`} and try again.`,
      meta: { retryAfter: seconds },
    })
  }
}
