import { RuleError } from '../errors.ts'
import { isCursorValue } from '../lists/cursor_value.ts'

/** What the ids of records look like. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}$/

/** Where a page of a history ended: instant (UTC, microseconds) and id. */
export interface Place {
  at: string
  id: string
}

export function encodePlace({ at, id }: Place): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url')
}

/**
 * Reads a cursor back; `id` is what the ids of the history look like.
 * @throws RuleError naming `cursor`
 */
export function decodePlace(cursor: string, id: RegExp): Place {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const [at, place] = Array.isArray(parts) ? parts.map(String) : []
    if (INSTANT.test(at ?? '') && isCursorValue('timestamptz', at) && id.test(place ?? '')) {
      return { at, id: place }
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new RuleError('E_LIST_CURSOR', 'This page marker does not belong to this list.', {
    field: 'cursor',
    next: 'Start again from the first page.',
  })
}
