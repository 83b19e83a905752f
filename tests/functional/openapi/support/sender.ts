import http from 'node:http'
import type { FuzzedRequest } from './hostile.ts'

/** What came back. */
export interface Came {
  status: number
  type: string | null
  text: string
  etag: string | null
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 16 })

/** Sends requests over connections that stay open, as they are: nothing is put right on the way. */
export function sendTo(baseUrl: string, token: string) {
  const { hostname, port } = new URL(baseUrl)
  return ({ operation, path, headers, body }: FuzzedRequest): Promise<Came> => {
    const [method] = operation.split(' ')
    const content = body === null ? null : Buffer.from(body)
    const { promise, resolve, reject } = Promise.withResolvers<Came>()
    const request = http.request(
      {
        ...{ agent, hostname, port, method, path: `/api/v1${path}` },
        headers: {
          ...headers,
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          ...(content && { 'content-length': String(content.length) }),
        },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode!,
            type: response.headers['content-type'] ?? null,
            text: Buffer.concat(chunks).toString(),
            etag: response.headers.etag ?? null,
          })
        )
      }
    )
    request.on('error', reject)
    request.setTimeout(30_000, () => request.destroy(new Error('no answer in 30 seconds')))
    request.end(content ?? undefined)
    return promise
  }
}
