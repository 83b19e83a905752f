import { ensureOutside } from '../outside/ensure_outside.ts'
import { exchange, unlessAborted } from '../outside/exchange.ts'
import { explained } from '../outside/reasons.ts'
import { KERNEL_VERSION } from '../version.ts'
import { publicAddresses } from './addresses.ts'

/** What came back of one attempt. */
export interface Answer {
  /** `null` when there was no answer at all. */
  status: number | null
  /** Why it counts as failed, `null` when it was accepted. */
  error: string | null
  /** The beginning of the answer, for the log. */
  snippet: string | null
  durationMs: number
}

/** Milliseconds for the whole attempt, from the name to the end of the answer. */
const TIMEOUT = 10_000
/** Bytes of an answer that are read; the rest is not waited for. */
const READ = 16_384
/** Characters of it that the log shows. */
const SHOWN = 500

/**
 * Sends one message. The address is looked up here, and the connection goes to what was looked up: a name that points
 * elsewhere by the time of the connection gains nothing. Redirects are not followed. Never throws but in a transaction:
 * whatever goes wrong is the answer.
 */
export async function post(
  address: string,
  headers: Record<string, string>,
  body: string
): Promise<Answer> {
  ensureOutside('A webhook')
  const begun = performance.now()
  const duration = () => Math.round(performance.now() - begun)
  const failed = (error: string): Answer => ({
    status: null,
    error,
    snippet: null,
    durationMs: duration(),
  })
  const signal = AbortSignal.timeout(TIMEOUT)
  try {
    const url = new URL(address)
    const addresses = await unlessAborted(publicAddresses(url.hostname), signal)
    const { status, text } = await exchange(url, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        'user-agent': `Karkhana-Webhooks/${KERNEL_VERSION}`,
      },
      body,
      addresses,
      signal,
      most: READ,
    })
    return { status, error: refusal(status), snippet: shown(text), durationMs: duration() }
  } catch (error) {
    if (signal.aborted) return failed(`No answer came within ${TIMEOUT / 1000} seconds.`)
    return failed(explained(error as Error & { code?: string; next?: string }))
  }
}

function refusal(status: number): string | null {
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400) {
    return `The answer was ${status}, a redirect; redirects are not followed.`
  }
  return `The answer was ${status}.`
}

function shown(text: string): string | null {
  const clean = text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim()
  return clean === '' ? null : clean.slice(0, SHOWN)
}
