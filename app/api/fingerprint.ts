import { createHash } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import { KarkhanaError } from '../errors.ts'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** SHA-256 of a body that was received as bytes; see `receiveBytes`. */
    receivedHash?: string
  }
}

/** Bytes of a body that are read to tell whether a request was sent before; more is never accepted anywhere. */
const MOST = 64 * 1024 * 1024

/** What a request asks for: SHA-256 of method, address with its query, and body. */
export function fingerprint(ctx: HttpContext): string {
  const { request } = ctx
  // Its parts are read as they come, and nothing of the text is left; no controller takes files in this way
  if (isForm(ctx)) return ofBody(ctx, hash(JSON.stringify(request.original())))
  const raw = request.raw()
  return ofBody(ctx, ctx.receivedHash ?? (raw === null ? NOTHING : hash(raw)))
}

/** Whether a stored request asked for the same; one whose controller did not read the body is known by its address. */
export function isSame(ctx: HttpContext, stored: string): boolean {
  return stored === fingerprint(ctx) || stored === ofBody(ctx, NOTHING)
}

/** A form in parts. */
const isForm = ({ request }: HttpContext) =>
  /^multipart\/form-data\b/i.test(request.header('content-type') ?? '')

function ofBody({ request }: HttpContext, body: string) {
  return hash(`${request.method()} ${request.url(true)}\n${body}`)
}

/**
 * Reads a body that nobody has read, so that its fingerprint can be told.
 * @throws KarkhanaError when it is too large
 */
export async function readBody(ctx: HttpContext): Promise<void> {
  const { request } = ctx
  if (isForm(ctx) || request.raw() !== null || ctx.receivedHash !== undefined) return
  const digest = createHash('sha256')
  let size = 0
  for await (const chunk of request.request) {
    size += (chunk as Buffer).length
    if (size > MOST) {
      ctx.response.header('connection', 'close')
      throw new KarkhanaError('E_REQUEST_ENTITY_TOO_LARGE', 413, 'The file is too large.', {
        next: 'Send a smaller one.',
      })
    }
    digest.update(chunk as Buffer)
  }
  ctx.receivedHash = digest.digest('hex')
}

/** Hexadecimal SHA-256. */
function hash(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

const NOTHING = hash('')
