import type { ServiceAnswer } from '@karkhana/kernel'

/** Characters of a provider's reason that are kept. */
const SHOWN = 200

/** The answer as an object, `{}` when it is none. */
export function bodyOf({ text }: ServiceAnswer): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

/**
 * What the provider says is wrong: `message` or `error` of its answer. Phone numbers in it are covered, since reasons
 * are shown and logged.
 */
export function reasonOf(answer: ServiceAnswer): string {
  const body = bodyOf(answer)
  const nested = (body.error as { message?: unknown } | null | undefined)?.message
  const said = [body.message, nested, body.error].find((each) => typeof each === 'string') as
    string | undefined
  const clean = said && covered(said)
  return clean ? `${clean} (${answer.status})` : `the provider answered ${answer.status}.`
}

/** A reason of the provider without phone numbers, in one line. */
export function covered(said: string): string {
  return said
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/\d(?:[\s-]?\d){5,}/g, '••••')
    .trim()
    .slice(0, SHOWN)
}

/** Seconds of `Retry-After`, which is a count or a date; `null` when it is neither. */
export function retryAfterOf({ headers }: ServiceAnswer, now: number): number | null {
  const given = headers['retry-after']
  if (!given) return null
  if (/^\d{1,9}$/.test(given)) return Number(given)
  const at = Date.parse(given)
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1_000))
}
