import { FileUnreadableError } from './errors.ts'

const PACKED = 'This is a packed file: unpack it and upload the table inside.'
const GZIP = 0x1f8b

/** How files begin that people take for tables, and what to say of them. */
const OTHERS: [RegExp, string][] = [
  [/^\xd0\xcf[^]\xe0\xa1/, 'This is a workbook of Excel 97–2003, or one with a password.'],
  [/^%PDF-/, 'This is a PDF file, not a table.'],
  [/^(\x89PNG|\xff\xd8\xff|GIF8|RIFF)/, 'This is a picture, not a table.'],
  [/^(Rar!|7z\xbc\xaf)/, PACKED],
  [/^\{\\rtf/, 'This is a text document, not a table.'],
]
/** Programs name a web page or XML `.xls`, and Excel opens it. */
const MARKUP = /^(\xef\xbb\xbf)?\s*<(\?xml|!doctype|html|table|meta|workbook|envelope)/i

/**
 * What a file is, by its content; its name says nothing.
 * @throws FileUnreadableError for what is neither
 */
export function formatOf(bytes: Buffer): 'csv' | 'xlsx' {
  const head = bytes.subarray(0, 200).toString('latin1')
  if (head.startsWith('PK\u0003\u0004')) return 'xlsx'
  if (bytes.length > 1 && bytes.readUInt16BE(0) === GZIP) throw new FileUnreadableError(PACKED)
  const other = OTHERS.find(([start]) => start.test(head))
  if (other) throw new FileUnreadableError(other[1])
  if (MARKUP.test(head)) {
    throw new FileUnreadableError('This is a web page or XML that is named like a table.')
  }
  return 'csv'
}
