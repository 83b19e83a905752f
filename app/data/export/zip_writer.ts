import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import yazl from 'yazl'

/** Size and checksum of a file. */
export interface Written {
  bytes: number
  /** Hexadecimal. */
  sha256: string
}

type Content = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>

/** Writes a ZIP file entry by entry; what goes into it is never held as a whole. */
export class ZipWriter {
  readonly #zip = new yazl.ZipFile()
  readonly #hash = createHash('sha256')
  readonly #written: Promise<void>
  #bytes = 0

  /** @param at instant that the entries carry, so that the same rows give the same file */
  constructor(
    readonly path: string,
    readonly at: Date
  ) {
    const count = (chunk: Buffer) => {
      this.#hash.update(chunk)
      this.#bytes += chunk.length
    }
    const counter = new Transform({
      transform(chunk: Buffer, _encoding, next) {
        count(chunk)
        next(null, chunk)
      },
    })
    this.#written = pipeline(
      this.#zip.outputStream,
      counter,
      // readable by the application alone
      createWriteStream(path, { flags: 'wx', mode: 0o600 })
    )
    // An entry may fail first; whoever waits for the file is told then.
    this.#written.catch(() => undefined)
  }

  /** Writes one entry to its end. */
  async add(name: string, content: Content): Promise<Written> {
    const hash = createHash('sha256')
    let bytes = 0
    async function* counted() {
      for await (const chunk of content) {
        const buffer = Buffer.from(chunk as Uint8Array)
        hash.update(buffer)
        bytes += buffer.length
        yield buffer
      }
    }
    const stream = Readable.from(counted(), { objectMode: false })
    const ended = new Promise<void>((resolve, reject) => {
      stream.once('end', resolve).once('error', reject)
    })
    this.#zip.addReadStream(stream, name, { mtime: this.at, mode: 0o644 })
    await Promise.race([ended, this.#written])
    return { bytes, sha256: hash.digest('hex') }
  }

  /** Ends the file. */
  async finish(): Promise<Written> {
    this.#zip.end()
    await this.#written
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') }
  }

  /** Removes what was written. */
  async abort(): Promise<void> {
    ;(this.#zip.outputStream as Readable).destroy()
    await this.#written.catch(() => undefined)
    await rm(this.path, { force: true })
  }
}
