import { ActiveContentError } from './errors.ts'

/** Texts by the end of their names: plain text has no mark of its own. */
const TEXTS: Record<string, string> = { csv: 'text/csv', txt: 'text/plain' }

/**
 * The type of a plain text, `null` of what is none: UTF-8 without control characters, and named so.
 * @throws ActiveContentError when it is a page or a drawing, whatever its name
 */
export function textType(bytes: Buffer, extension: string): string | null {
  refuseMarkup(bytes)
  const type = TEXTS[extension]
  if (!type) return null
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    // eslint-disable-next-line no-control-regex
    return /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text) ? null : type
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

/** Space, comments and what an XML file begins with. */
const BEGIN = /^(\s|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!doctype\s+svg[^>]*>)*/i

/** @throws ActiveContentError */
export function refuseMarkup(bytes: Buffer): void {
  const head = readHead(bytes)
  const rest = head.replace(BEGIN, '')
  if (/^<svg[\s>]/i.test(rest)) throw new ActiveContentError('svg')
  if (/^<(!doctype|html|head|body|script|iframe|meta|title|style|a|img)[\s>/]/i.test(rest)) {
    throw new ActiveContentError('html')
  }
  if (/^\s*<\?xml[\s?]/i.test(head)) throw new ActiveContentError('xml')
}

/** The beginning in whatever encoding a browser would guess. */
function readHead(bytes: Buffer): string {
  const head = bytes.subarray(0, 4096)
  if (head[0] === 0xff && head[1] === 0xfe) return head.toString('utf16le')
  if (head[0] === 0xfe && head[1] === 0xff) {
    return Buffer.from(head.subarray(0, head.length & ~1))
      .swap16()
      .toString('utf16le')
  }
  return head.toString('utf8').replace(/^\ufeff/, '')
}
