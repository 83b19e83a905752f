import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { HostAddress } from '../webhooks/addresses.ts'

interface Exchange {
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body: string | null
  /** Checked addresses of the host; the connection goes to these. */
  addresses: HostAddress[]
  signal: AbortSignal
  /** Bytes of the answer that are read; the rest is not waited for. */
  most: number
}

/** What a server answered. */
export interface Exchanged {
  status: number
  headers: http.IncomingHttpHeaders
  text: string
}

/**
 * One request and its answer over a connection of its own; redirects are not followed. It ends whatever the other side
 * does: one that wants to change the protocol gets nothing more, and is no answer that anybody reads.
 */
export function exchange(
  url: URL,
  { method, headers, body, addresses, signal, most }: Exchange
): Promise<Exchanged> {
  const { promise, resolve, reject } = Promise.withResolvers<Exchanged>()
  const client = url.protocol === 'https:' ? https : http
  const content = body === null ? null : Buffer.from(body)
  const request = client.request(
    url,
    {
      method,
      agent: false,
      signal,
      lookup: pinned(addresses),
      ...(isIP(url.hostname) === 0 && { servername: url.hostname }),
      headers: { ...headers, ...(content && { 'content-length': String(content.length) }) },
    },
    (response) => {
      const chunks: Buffer[] = []
      let size = 0
      const end = () => {
        const text = Buffer.concat(chunks).subarray(0, most).toString('utf8')
        resolve({ status: response.statusCode!, headers: response.headers, text })
      }
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        size += chunk.length
        if (size < most) return
        end()
        request.destroy()
      })
      response.on('end', end)
      response.on('error', reject)
    }
  )
  request.on('upgrade', ({ statusCode, headers: told }, socket) => {
    socket.destroy()
    resolve({ status: statusCode!, headers: told, text: '' })
  })
  request.on('error', reject)
  request.end(content ?? undefined)
  return promise
}

/** A look-up cannot be called off; it is not waited for. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
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
