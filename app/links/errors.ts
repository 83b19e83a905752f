import { KarkhanaError } from '../errors.ts'

/**
 * A link that opens nothing: unknown, expired, revoked, made for something else, or of a module or an organisation
 * that is not open. All of them are answered alike, so that nobody learns which links exist.
 */
export class LinkGoneError extends KarkhanaError {
  constructor() {
    super('E_LINK_GONE', 404, 'This link does not work any more.', {
      next: 'Ask whoever sent it to you for a new one.',
    })
  }
}

/** A module makes a link that none of its public routes answers. */
export class LinkPurposeError extends KarkhanaError {
  constructor(purpose: string, known: string[]) {
    super('E_LINK_PURPOSE', 500, `No public route answers links for "${purpose}".`, {
      next: `Name the purpose at a route of the module’s publicRoutes; it has: ${known.join(', ') || 'none'}.`,
    })
  }
}
