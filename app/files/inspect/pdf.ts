import { FileBrokenError, TwofoldFileError } from './errors.ts'

/** Where a PDF ends, by Adobe's own readers: within its last kilobyte. */
const TAIL = 1024
/** End record of a ZIP file, and the longest comment that may follow it. */
const ZIP_END = Buffer.from('PK\x05\x06', 'latin1')
const ZIP_TAIL = 22 + 65_535
const MARKUP = /<(!doctype\s+html|html|script|svg)[\s>]/i

/**
 * Looks whether a PDF is one from its first byte to its last. What it does when it is opened is not judged: it is
 * always saved, never shown by this site.
 * @throws FileBrokenError, TwofoldFileError
 */
export function inspectPdf(bytes: Buffer): void {
  if (bytes.subarray(0, 5).toString('latin1') !== '%PDF-') throw new FileBrokenError('PDF')
  const end = bytes.lastIndexOf('%%EOF')
  if (end < 0 || bytes.length - end > TAIL + 5) {
    throw hasZipEnd(bytes) ? new TwofoldFileError('PDF', 'an archive') : new FileBrokenError('PDF')
  }
  if (hasZipEnd(bytes)) throw new TwofoldFileError('PDF', 'an archive')
  // A page before the first object, or behind the end: what a browser would see if it looked for itself
  const head = bytes.subarray(0, TAIL).toString('latin1')
  const tail = bytes.subarray(end).toString('latin1')
  const beforeObjects = head.slice(0, Math.max(0, head.search(/\d+ \d+ obj/)))
  if (MARKUP.test(beforeObjects) || MARKUP.test(tail)) throw new TwofoldFileError('PDF', 'a page')
}

/** A ZIP file may have anything before it; its end record says how long the rest is. */
function hasZipEnd(bytes: Buffer): boolean {
  const from = Math.max(0, bytes.length - ZIP_TAIL)
  for (let at = bytes.lastIndexOf(ZIP_END); at >= from; at = bytes.lastIndexOf(ZIP_END, at - 1)) {
    const whole = at + 22 <= bytes.length
    if (whole && at + 22 + bytes.readUInt16LE(at + 20) <= bytes.length) return true
    if (at === 0) return false
  }
  return false
}
