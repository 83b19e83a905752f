import { RuleError } from '../errors.ts'
import { isCursorValue, type CursorType } from './cursor_value.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Where a page ended: the sort it belongs to, the last sort value, the last id. */
export function encodeCursor(sort: string, value: string, id: string): string {
  return Buffer.from(JSON.stringify([sort, value, id])).toString('base64url')
}

/**
 * Reads a cursor back.
 * @param type that the database makes of its value
 * @throws RuleError when it was not made for this sort
 */
export function decodeCursor(
  sort: string,
  cursor: string,
  type: CursorType
): { value: string; id: string } {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (
      Array.isArray(parts) &&
      parts.length === 3 &&
      parts[0] === sort &&
      typeof parts[1] === 'string' &&
      isCursorValue(type, parts[1]) &&
      UUID.test(String(parts[2]))
    ) {
      return { value: parts[1], id: parts[2] as string }
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new RuleError('E_LIST_CURSOR', 'This page marker does not belong to this list.', {
    field: 'cursor',
    next: 'Start again from the first page.',
  })
}
