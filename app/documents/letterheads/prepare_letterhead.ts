import { createHash } from 'node:crypto'
import { inflateSync, constants } from 'node:zlib'
import { runInThread } from '../../threads/run_in_thread.ts'
import { LETTERHEAD_BYTES, LetterheadError } from './errors.ts'
import type { LetterheadProblem, ReadLetterhead } from './read_letterhead.ts'

/** A letterhead that is safe to lay papers over. */
export interface PreparedLetterhead {
  /** PDF of one or two A4 pages. */
  content: Buffer
  /** Of `content`, in hexadecimal. */
  sha256: string
  pages: number
}

/** Bytes that the streams of a file may unfold to: two pictures of an A4 sheet at 300 dots an inch are 52 MB. */
const UNFOLDED = 80_000_000
/** Of reading one file. */
const LIMITS = { patience: 10_000, heap: 256, growth: 500_000_000 }

const UNREADABLE: ReadLetterhead = { problem: 'unreadable' }

const NEXT: Record<LetterheadProblem, [message: string, next: string]> = {
  unreadable: [
    'The letterhead cannot be read; it may be damaged.',
    'Open it, print it to PDF again and choose that file.',
  ],
  encrypted: ['The letterhead is protected by a password.', 'Save it without protection.'],
  active: [
    'The letterhead does something when it is opened: it has scripts, forms or other files inside.',
    'Print it to PDF and choose that file.',
  ],
  pages: [
    'A letterhead has one page, or two.',
    'Keep the page for the first sheet, and one for all further sheets.',
  ],
  size: ['The page is no upright A4 sheet.', 'Save the letterhead in A4.'],
  turned: ['The page is turned.', 'Save it upright.'],
}

/**
 * Makes a letterhead of an uploaded file. What is kept is never what was uploaded: its pages are drawn anew. Call it
 * outside `scope.work`: reading takes time.
 * @throws LetterheadError
 */
export async function prepareLetterhead(bytes: Buffer): Promise<PreparedLetterhead> {
  if (bytes.length > LETTERHEAD_BYTES) throw tooLarge()
  if (bytes.subarray(0, 5).toString('latin1') !== '%PDF-') {
    throw new LetterheadError(
      'This file is no PDF.',
      'Save the letterhead as PDF, from Word by “Save as”.'
    )
  }
  ensureUnfolds(bytes)
  const data = new Uint8Array(bytes)
  const read =
    (await runInThread<ReadLetterhead>(import.meta.url, './letterhead_worker', data, LIMITS)) ??
    UNREADABLE
  if ('problem' in read) throw new LetterheadError(...NEXT[read.problem])
  const content = Buffer.from(read.content)
  if (content.length > LETTERHEAD_BYTES) throw tooLarge()
  const sha256 = createHash('sha256').update(content).digest('hex')
  return { content, sha256, pages: read.pages }
}

/** The file has more bytes than is taken. */
export const tooLarge = () =>
  new LetterheadError('The letterhead is larger than 5 MB.', 'Make its pictures smaller.')

/**
 * Refuses a small file whose streams would fill the memory. Whatever could be a stream is tried, whatever the file says
 * about it.
 */
function ensureUnfolds(bytes: Buffer) {
  let left = UNFOLDED
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at + 6)) {
    if (bytes.subarray(at - 3, at).toString('latin1') === 'end') continue
    let start = at + 6
    while (bytes[start] === 13 || bytes[start] === 10) start++
    left -= unfoldedBytes(bytes.subarray(start), left)
    if (left <= 0) {
      throw new LetterheadError(
        'The letterhead unfolds to more than Karkhana takes.',
        'Make its pictures smaller.'
      )
    }
  }
}

/** Length of a stream when it is unfolded; of what is none, nothing. At least `most` when it is longer. */
function unfoldedBytes(stream: Buffer, most: number): number {
  try {
    const options = { maxOutputLength: most, finishFlush: constants.Z_SYNC_FLUSH }
    return inflateSync(stream, options).length
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? most : 0
  }
}
