/** A date as PDF 32000-1, 7.9.4 writes it, always of this length. */
const WRITTEN = /\/(?:CreationDate|ModDate) \(D:\d{14}[+-]\d{2}'\d{2}'\)/g
const AT = /D:\d{14}[+-]\d{2}'\d{2}'/

/**
 * Sets the dates inside a PDF file, in place: they have one length. With the date of the document itself the same
 * document is the same bytes whenever it is printed.
 * @param at instant, ISO 8601
 */
export function setFileDates(file: Uint8Array, at: string): void {
  const written = `D:${new Date(at).toISOString().replace(/\D/g, '').slice(0, 14)}+00'00'`
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  // The browser writes them into the first object
  const head = bytes.toString('latin1', 0, Math.min(bytes.length, HEAD))
  for (const { index, 0: found } of head.matchAll(WRITTEN)) {
    bytes.write(written, index + found.search(AT), 'latin1')
  }
}

const HEAD = 8_192
