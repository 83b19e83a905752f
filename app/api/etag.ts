import { createHash } from 'node:crypto'

/**
 * The ETag of an answer: version of the record, if it has one, and a digest of what is sent. It changes with everything
 * that is sent, also with what stands in other records; If-Match looks at the version alone.
 */
export function etagOf(text: string, version: number | null): string {
  const digest = createHash('sha256').update(text).digest('base64url').slice(0, 22)
  return version === null ? `W/"${digest}"` : `"${version}-${digest}"`
}

/** Whether `If-None-Match` names the answer (RFC 9110, weak comparison). */
export function namesEtag(header: string, etag: string): boolean {
  if (header.trim() === '*') return true
  const bare = etag.replace(/^W\//, '')
  return header.split(',').some((each) => each.trim().replace(/^W\//, '') === bare)
}

/** The versions that `If-Match` names, `any` for `*`; `null` when something in it is no ETag of a record. */
export function versionsIn(header: string): number[] | 'any' | null {
  if (header.trim() === '*') return 'any'
  const versions = header.split(',').map((each) => /^"(\d{1,9})-[\w-]{22}"$/.exec(each.trim())?.[1])
  return versions.every((version) => version !== undefined) ? versions.map(Number) : null
}
