import { PdfTooLargeError } from './errors.ts'

/** Values and characters of the data of one document; an invoice of eighty lines has a thousand and thirty thousand. */
const MOST_VALUES = 200_000
const MOST_CHARACTERS = 4_000_000

/**
 * Refuses data that no template should be given: laying it out would hold this process, and every request of it, for
 * seconds.
 * @throws PdfTooLargeError
 */
export function ensurePrintable(data: unknown): void {
  let values = 0
  let characters = 0
  const open: unknown[] = [data]
  while (open.length > 0) {
    const value = open.pop()
    values++
    if (typeof value === 'string' && !value.startsWith('data:')) characters += value.length
    else if (typeof value === 'object' && value !== null) {
      for (const each of Object.values(value)) open.push(each)
    }
    if (values > MOST_VALUES || characters > MOST_CHARACTERS) throw new PdfTooLargeError(characters)
  }
}
