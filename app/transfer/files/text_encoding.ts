import { FileEncodingError, FileUnreadableError } from './errors.ts'

/** How the letters of a text file are stored. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/**
 * The text of a file and the encoding that was found: what its byte order mark says, else UTF-16 by its pattern, else
 * UTF-8, and Windows-1252 where it is none of these.
 * @throws FileEncodingError naming the line where one encoding meets another, FileUnreadableError for what is no text
 */
export function decodeText(bytes: Buffer): { text: string; encoding: TextEncoding } {
  const wide = utf16(bytes)
  if (wide) return { text: checked(decode(bytes, wide) ?? ''), encoding: wide }
  const text = decode(bytes, 'utf-8')
  if (text !== null) return { text: checked(text), encoding: 'utf-8' }
  const line = lineOfFirstBadByte(bytes)
  // Letters of Devanagari take three bytes: who writes these does not write an old code page as well.
  if (/[\u0800-\uFFFC]/.test(new TextDecoder().decode(bytes))) throw new FileEncodingError(line)
  const old = new TextDecoder('windows-1252').decode(bytes)
  if (/[\u0080-\u009F]/.test(old)) throw new FileEncodingError(line)
  return { text: checked(old), encoding: 'windows-1252' }
}

function decode(bytes: Buffer, encoding: TextEncoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    if (encoding === 'utf-8') return null
    throw new FileEncodingError(null)
  }
}

function utf16(bytes: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  // Without a mark: every second byte of the headings is empty.
  const head = bytes.subarray(0, Math.min(bytes.length & ~1, 64))
  let [even, odd] = [0, 0]
  for (const [at, byte] of head.entries()) if (byte === 0) at % 2 === 0 ? even++ : odd++
  const half = head.length / 2
  if (half >= 2 && odd > half * 0.6 && even === 0) return 'utf-16le'
  if (half >= 2 && even > half * 0.6 && odd === 0) return 'utf-16be'
  return null
}

function checked(text: string): string {
  const at = text.indexOf('\0')
  if (at < 0) return text
  throw new FileUnreadableError(
    `This file is not a table: line ${lineAt(text, at)} holds characters that no text has.`
  )
}

function lineOfFirstBadByte(bytes: Buffer): number {
  const at = new TextDecoder().decode(bytes).indexOf('\uFFFD')
  return at < 0 ? 1 : lineAt(new TextDecoder().decode(bytes), at)
}

function lineAt(text: string, at: number): number {
  let line = 1
  for (let from = text.indexOf('\n'); from >= 0 && from < at; from = text.indexOf('\n', from + 1)) {
    line++
  }
  return line
}
