import type { HttpContext } from '@adonisjs/core/http'
import type { ByteRange } from './driver.ts'
import { streamStored } from './read_file.ts'
import type { StoredFile } from './stored_file.ts'

/** Types that open in the browser: pictures, which run nothing. Everything else is saved. */
const SHOWN = new Set(['image/jpeg', 'image/png', 'image/webp'])

/** Headers for bytes of others: nothing in them runs or loads anything in the name of this site. */
export function guardFile(
  { response }: HttpContext,
  { name, type }: { name: string; type: string }
) {
  const plain = name.replace(/[^\w.-]/g, '_')
  const shown = SHOWN.has(type) ? 'inline' : 'attachment'
  response.header('content-type', type)
  response.header(
    'content-disposition',
    `${shown}; filename="${plain}"; filename*=UTF-8''${encoded(name)}`
  )
  response.header('x-content-type-options', 'nosniff')
  response.header('cross-origin-resource-policy', 'same-origin')
  response.header('content-security-policy', `default-src 'none'; sandbox`)
}

/** As RFC 8187 asks for: what `encodeURIComponent` leaves would end or begin a part of the header there. */
const encoded = (name: string) =>
  encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
  )

/**
 * Answers with a stored file, or with the part that the request asks for by `Range`; a download that broke off goes on.
 * The bytes of an address never change.
 * @throws FileMissingError, FileStoreError
 */
export async function sendStoredFile(
  ctx: HttpContext,
  file: Pick<StoredFile, 'key' | 'disk' | 'bytes' | 'sha256' | 'type'>,
  name: string
): Promise<void> {
  const { request, response } = ctx
  guardFile(ctx, { name, type: file.type })
  const tag = `"${file.sha256}"`
  // Asked again each time, answered 304: who has signed out, or lost the record, does not open it any more
  response.header('cache-control', 'private, no-cache')
  response.header('etag', tag)
  response.header('accept-ranges', 'bytes')
  if (isKnown(request.header('if-none-match'), tag)) return response.status(304).send(null)
  const condition = request.header('if-range')
  const asked =
    condition === undefined || condition === tag
      ? rangeOf(request.header('range'), file.bytes)
      : null
  if (asked === 'outside') {
    response.header('content-range', `bytes */${file.bytes}`)
    return response.status(416).send(null)
  }
  const stream = await streamStored(file, asked ?? undefined)
  if (asked) {
    response.status(206)
    response.header('content-range', `bytes ${asked.start}-${asked.end}/${file.bytes}`)
  }
  response.header('content-length', String(asked ? asked.end - asked.start + 1 : file.bytes))
  response.stream(stream)
}

/** Whether the reader has it: one of several tags, also one that a proxy has made a weak one. */
function isKnown(header: string | undefined, tag: string): boolean {
  const known = header?.split(',').map((each) => each.trim().replace(/^W\//, ''))
  return known?.includes(tag) ?? false
}

/** One range of RFC 9110; several, or what is no range, ask for the whole. */
export function rangeOf(header: string | undefined, bytes: number): ByteRange | 'outside' | null {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? []
  if (first === undefined || (first === '' && last === '')) return null
  if (first === '') {
    const length = Math.min(Number(last), bytes)
    return length === 0 ? 'outside' : { start: bytes - length, end: bytes - 1 }
  }
  const start = Number(first)
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)
  if (start >= bytes) return 'outside'
  return start > end ? null : { start, end }
}
