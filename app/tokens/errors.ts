import { KarkhanaError } from '../errors.ts'

/** A request to the API came without a token. */
export class MissingTokenError extends KarkhanaError {
  constructor() {
    super('E_UNAUTHORIZED_ACCESS', 401, 'You are not signed in.', {
      next: 'Send a valid token: Authorization: Bearer krk_…',
    })
  }
}

/** The token is not known, has expired or was revoked, or its member left; which of them is not told. */
export class InvalidTokenError extends KarkhanaError {
  constructor() {
    super('E_UNAUTHORIZED_ACCESS', 401, 'This token is not valid.', {
      next: 'Ask the organisation for a new token.',
    })
  }
}
