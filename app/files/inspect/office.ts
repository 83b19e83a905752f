import yauzl from 'yauzl'
import { FileBombError, FileBrokenError, LockedFileError } from './errors.ts'

/** What a document may unpack to: entries, bytes, and bytes for each one of the file when it is large. */
const ENTRIES = 5_000
const BYTES = 200 * 1024 * 1024
const RATIO = 200
/** Below this the ratio says nothing: an empty sheet compresses well. */
const SMALL = 20 * 1024 * 1024

const WHAT = 'document'
const LIMIT = `${ENTRIES} parts or ${BYTES / 1024 / 1024} MB`

/**
 * Looks into a Word, Excel, PowerPoint or OpenDocument file, which is a ZIP file: how much it really holds, since the
 * sizes that it states may be wrong, and whether there are programs in it. Nothing is written anywhere.
 * @throws FileBombError, FileBrokenError, LockedFileError
 */
export async function inspectOffice(bytes: Buffer): Promise<void> {
  const zip = await yauzl
    .fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: false })
    .catch(() => null)
  if (!zip) throw new FileBrokenError(WHAT)
  if (zip.entryCount > ENTRIES) throw new FileBombError(WHAT, LIMIT)
  let left = BYTES
  let stated = 0
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted()) throw new LockedFileError('password')
      if (/(^|\/)(vbaProject\.bin|Basic\/.+|Scripts\/.+)$/i.test(entry.fileName)) {
        throw new LockedFileError('macros')
      }
      // Entries that overlap state more than the file has
      stated += entry.compressedSize
      if (stated > bytes.length || entry.uncompressedSize > left) {
        throw new FileBombError(WHAT, LIMIT)
      }
      const stream = await zip.openReadStreamPromise(entry)
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        left -= chunk.length
        const unpacked = BYTES - left
        if (left < 0 || (unpacked > SMALL && unpacked > bytes.length * RATIO)) {
          stream.destroy()
          throw new FileBombError(WHAT, LIMIT)
        }
      }
    }
  } catch (error) {
    if (error instanceof FileBombError || error instanceof LockedFileError) throw error
    throw new FileBrokenError(WHAT)
  } finally {
    zip.close()
  }
}
