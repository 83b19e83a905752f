/**
 * How much a key may ask for: `points` requests in a window of `seconds`. The name stands in the `RateLimit` headers
 * and keeps the counters of limits apart.
 */
export interface Limit {
  name: string
  points: number
  seconds: number
}

/**
 * Which limit a route is under besides the one of its caller. `ai` is for routes that ask a language model, whose every
 * answer costs money: counted per organisation, on top of `standard`.
 */
export type Tier = 'standard' | 'ai'

const MINUTE = 60

/** The limits of this deployment; each figure is requests a minute and may be set in the environment. */
export function rateLimits() {
  return {
    /** Of one API token. */
    api: perMinute('standard', 'RATE_LIMIT_API', 600),
    /** Of one person in the pages. */
    pages: perMinute('standard', 'RATE_LIMIT_PAGES', 1200),
    /** Of one organisation. */
    ai: perMinute('ai', 'RATE_LIMIT_AI', 20),
    /** Links for customers, of one network address. */
    links: perMinute('links', 'RATE_LIMIT_LINKS', 120),
    /** Wrong API tokens from one network address. */
    tokenFailures: perMinute('auth', 'RATE_LIMIT_TOKEN_FAILURES', 60),
  }
}

function perMinute(name: string, variable: string, standard: number): Limit {
  const points = Number(process.env[variable] || standard)
  return { name, points, seconds: MINUTE }
}
