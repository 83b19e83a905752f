import { KarkhanaError } from '../errors.ts'
import { KERNEL_VERSION } from '../version.ts'
import { checkedUrl, resolvedUrl } from '../webhooks/addresses.ts'
import { WebhookAddressError } from '../webhooks/errors.ts'
import { ensureOutside } from './ensure_outside.ts'
import { exchange, unlessAborted, type Exchanged } from './exchange.ts'
import { explained } from './reasons.ts'

/** A request to a service whose address somebody of an organisation has entered. */
export interface ServiceCall {
  url: string
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  /** Sent as JSON. */
  json?: unknown
  /** Milliseconds from the look-up of the name to the end of the answer; 10 000 unless said otherwise. */
  timeout?: number
  /** Ends the call when it fires. */
  signal?: AbortSignal
  /** Bytes of the answer that are read; 65,536 unless said otherwise. */
  most?: number
}

/** What the service answered, whatever its status; names of headers are lower case. */
export type ServiceAnswer = Exchanged

/** Bytes of an answer that are read. */
const READ = 65_536
const TIMEOUT = 10_000

/** No answer came: the name, the network, the time; or the address may not be called. */
export class ServiceUnreachableError extends KarkhanaError {
  constructor(reason: string, cause?: unknown) {
    super('E_SERVICE_UNREACHABLE', 502, `The service could not be reached. ${reason}`, {
      next: 'Check the address, then try again.',
      cause,
    })
  }
}

/**
 * Calls a service outside, never in a transaction. The address has to be https on the public internet, checked after
 * the name was looked up; the connection goes to what was checked and redirects are not followed. Nothing of the call
 * is logged.
 * @throws ServiceUnreachableError when there is no answer, OutsideInTransactionError
 */
export async function callService(call: ServiceCall): Promise<ServiceAnswer> {
  ensureOutside('A service')
  const { method = 'GET', headers = {}, json, timeout = TIMEOUT, most = READ } = call
  const late = AbortSignal.timeout(timeout)
  const signal = call.signal ? AbortSignal.any([late, call.signal]) : late
  try {
    const { url, addresses } = await unlessAborted(resolvedUrl(call.url), signal)
    return await exchange(url, {
      method,
      headers: {
        'accept': 'application/json',
        'user-agent': `Karkhana/${KERNEL_VERSION}`,
        ...headers,
        ...(json !== undefined && { 'content-type': 'application/json' }),
      },
      body: json === undefined ? null : JSON.stringify(json),
      addresses,
      signal,
      most,
    })
  } catch (error) {
    const reason = late.aborted
      ? `No answer came within ${timeout / 1000} seconds.`
      : call.signal?.aborted
        ? 'Nobody waits for the answer any more.'
        : explained(error as Error)
    throw new ServiceUnreachableError(reason, error)
  }
}

/**
 * Why an address that somebody entered may not be called, one sentence; `null` when it may.
 */
export async function addressProblem(address: string): Promise<string | null> {
  try {
    await checkedUrl(address)
    return null
  } catch (error) {
    if (error instanceof WebhookAddressError) return `${error.message} ${error.next}`
    throw error
  }
}
