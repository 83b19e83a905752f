import { createHash } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import type {} from '../api/fingerprint.ts'

/**
 * The body of a request that is a file itself (`curl --data-binary @logo.png`), `null` when it is larger than `limit`
 * bytes. A body that was parsed already, such as JSON, is empty.
 */
export async function receiveBytes(ctx: HttpContext, limit: number): Promise<Buffer | null> {
  const { request, response } = ctx
  const chunks: Buffer[] = []
  let size = 0
  if (Number(request.header('content-length') ?? 0) <= limit) {
    for await (const chunk of request.request) {
      size += (chunk as Buffer).length
      if (size > limit) break
      chunks.push(chunk as Buffer)
    }
    if (size <= limit) {
      const bytes = Buffer.concat(chunks)
      ctx.receivedHash = createHash('sha256').update(bytes).digest('hex')
      return bytes
    }
  }
  // What is left of the body is not waited for
  response.header('connection', 'close')
  return null
}
