import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { KERNEL_VERSION } from '../version.ts'
import { publicAddresses, type HostAddress } from './addresses.ts'

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
 * elsewhere by the time of the connection gains nothing. Redirects are not followed. Never throws: whatever goes wrong
 * is the answer.
 */
export async function post(
  address: string,
  headers: Record<string, string>,
  body: string
): Promise<Answer> {
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
    const { status, text } = await exchange(url, addresses, headers, body, signal)
    return { status, error: refusal(status), snippet: shown(text), durationMs: duration() }
  } catch (error) {
    if (signal.aborted) return failed(`No answer came within ${TIMEOUT / 1000} seconds.`)
    return failed(explained(error as Error & { code?: string; next?: string }))
  }
}

function exchange(
  url: URL,
  addresses: HostAddress[],
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal
): Promise<{ status: number; text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>()
  const client = url.protocol === 'https:' ? https : http
  const content = Buffer.from(body)
  const request = client.request(
    url,
    {
      method: 'POST',
      agent: false,
      signal,
      lookup: pinned(addresses),
      ...(isIP(url.hostname) === 0 && { servername: url.hostname }),
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': String(content.length),
        'user-agent': `Karkhana-Webhooks/${KERNEL_VERSION}`,
      },
    },
    (response) => {
      const chunks: Buffer[] = []
      let size = 0
      const end = () => {
        const text = Buffer.concat(chunks).subarray(0, READ).toString('utf8')
        resolve({ status: response.statusCode!, text })
      }
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        size += chunk.length
        if (size < READ) return
        end()
        request.destroy()
      })
      response.on('end', end)
      response.on('error', reject)
    }
  )
  request.on('error', reject)
  request.end(content)
  return promise
}

/** A look-up cannot be called off; it is not waited for. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  promise.catch(() => undefined)
  return Promise.race([work, promise])
}

/** Answers every question for the name with the addresses that were checked. */
function pinned(addresses: HostAddress[]): LookupFunction {
  return (_host, options, callback) => {
    if (options.all) callback(null, addresses)
    else callback(null, addresses[0].address, addresses[0].family)
  }
}

function refusal(status: number): string | null {
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400) {
    return `The answer was ${status}, a redirect; redirects are not followed.`
  }
  return `The answer was ${status}.`
}

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'Nobody listens at the address.',
  ECONNRESET: 'The connection was cut.',
  EHOSTUNREACH: 'The server cannot be reached.',
  ENETUNREACH: 'The server cannot be reached.',
  CERT_HAS_EXPIRED: 'The certificate of the server has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate of the server is not from a known authority.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate of the server is for another name.',
}

function explained({ message, code, next }: Error & { code?: string; next?: string }): string {
  return REASONS[code ?? ''] ?? [message, next].filter(Boolean).join(' ')
}

function shown(text: string): string | null {
  const clean = text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim()
  return clean === '' ? null : clean.slice(0, SHOWN)
}
