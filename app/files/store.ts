import { createReadStream } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Readable } from 'node:stream'
import { ensureOutside } from '../outside/ensure_outside.ts'
import type { ByteRange, FileDriver } from './driver.ts'
import { FileMissingError, FileStoreError } from './errors.ts'

/** Bytes to store: in memory, or a file of this machine that is not read as a whole. */
export type FileContent = Uint8Array | { path: string; bytes: number }

/** What the store knows of a key. */
export interface StoredKey {
  key: string
  modifiedAt: Date
}

interface StoreOptions {
  attempts?: number
  /** Milliseconds before the second attempt; doubled, and a little by chance, for each further one. */
  pauseMs?: number
  /** Milliseconds that one attempt may take, besides the time for its bytes. */
  patienceMs?: number
}

/** The slowest line that is waited for, in bytes a millisecond. */
const SLOWEST = 256
/** What another attempt does not change: the store understood, and refuses. */
const FINAL = new Set([400, 401, 403, 405, 411, 412, 413])

/**
 * One place that bytes are in, asked with an end and more than once. Every operation may be repeated: keys are never
 * written with other bytes.
 */
export class FileStore {
  readonly #attempts: number
  readonly #pauseMs: number
  readonly #patienceMs: number

  constructor(
    readonly name: string,
    readonly driver: FileDriver,
    { attempts = 4, pauseMs = 200, patienceMs = 20_000 }: StoreOptions = {}
  ) {
    this.#attempts = attempts
    this.#pauseMs = pauseMs
    this.#patienceMs = patienceMs
  }

  /** @throws FileStoreError */
  async put(key: string, content: FileContent, type: string): Promise<void> {
    const options = { contentType: type }
    const bytes = content instanceof Uint8Array ? content.length : content.bytes
    await this.#asking('keep a file', bytes, async (late) => {
      if (content instanceof Uint8Array) return this.driver.put(key, content, options)
      const stream = createReadStream(content.path)
      late.addEventListener('abort', () => stream.destroy(late.reason as Error))
      try {
        await this.driver.putStream(key, stream, { ...options, contentLength: bytes })
      } finally {
        stream.destroy()
      }
    })
  }

  /** @throws FileMissingError, FileStoreError when it does not begin; what breaks later breaks the stream */
  async stream(key: string, range?: ByteRange): Promise<Readable> {
    return this.#asking('read a file', 0, async () => {
      const stream = await (range ? this.driver.getRange(key, range) : this.driver.getStream(key))
      await begun(stream)
      return stream
    }).catch(missing(key))
  }

  /** The whole of it. @throws FileMissingError, FileStoreError */
  async read(key: string, bytes = 0): Promise<Buffer> {
    return this.#asking('read a file', bytes, async () => {
      const chunks: Buffer[] = []
      for await (const chunk of await this.driver.getStream(key)) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks)
    }).catch(missing(key))
  }

  /** How many bytes there are, `null` of a key that is not there. @throws FileStoreError */
  async size(key: string): Promise<number | null> {
    try {
      const { contentLength } = await this.#asking('look for a file', 0, () =>
        this.driver.getMetaData(key)
      )
      return contentLength
    } catch (error) {
      if (isMissing((error as Error).cause)) return null
      throw error
    }
  }

  /** Also of what is not there. @throws FileStoreError */
  async remove(key: string): Promise<void> {
    await this.#asking('delete a file', 0, () => this.driver.delete(key))
  }

  /** Every key below a folder, page by page. @throws FileStoreError */
  async *list(folder: string): AsyncGenerator<StoredKey> {
    let paginationToken: string | undefined
    do {
      const page = await this.#asking('list files', 0, () =>
        this.driver.listAll(folder, { recursive: true, paginationToken })
      )
      for (const object of page.objects) {
        if (!object.isFile) continue
        const found = await this.#asking('look for a file', 0, () => object.getMetaData()).catch(
          (error: Error) => {
            if (isMissing(error.cause)) return null
            throw error
          }
        )
        if (!found) continue
        yield { key: object.key, modifiedAt: found.lastModified }
      }
      paginationToken = page.paginationToken
    } while (paginationToken)
  }

  async #asking<Answer>(
    what: string,
    bytes: number,
    ask: (late: AbortSignal) => Promise<Answer>
  ): Promise<Answer> {
    ensureOutside('The file store')
    for (let attempt = 1; ; attempt++) {
      try {
        return await inTime(ask, this.#patienceMs + bytes / SLOWEST)
      } catch (error) {
        if (isMissing(error) || FINAL.has(statusOf(error)) || attempt >= this.#attempts) {
          throw new FileStoreError(what, error)
        }
        await pause(this.#pauseMs * 2 ** (attempt - 1) * (1 + Math.random() / 2))
      }
    }
  }
}

/** Waits for the first bytes, or the end, so that what is missing is told before an answer has begun. */
function begun(stream: Readable): Promise<void> {
  if (stream.readableEnded || stream.readableLength > 0) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const settle = (error?: Error) => {
      stream.off('readable', onReady).off('end', onReady).off('error', settle)
      if (error) reject(error)
      else resolve()
    }
    const onReady = () => settle()
    stream.once('readable', onReady).once('end', onReady).once('error', settle)
  })
}

/** What asks is told by its signal that nobody waits any more. */
async function inTime<Answer>(
  ask: (late: AbortSignal) => Promise<Answer>,
  milliseconds: number
): Promise<Answer> {
  const waiting = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new Error(`No answer in ${milliseconds} ms`)
      waiting.abort(error)
      reject(error)
    }, milliseconds)
  })
  try {
    return await Promise.race([ask(waiting.signal), late])
  } finally {
    clearTimeout(timer)
  }
}

interface Told {
  code?: string
  name?: string
  $metadata?: { httpStatusCode?: number }
}

const statusOf = (error: unknown) => (error as Told)?.$metadata?.httpStatusCode ?? 0

function isMissing(error: unknown): boolean {
  const { code, name } = (error ?? {}) as Told
  return code === 'ENOENT' || name === 'NoSuchKey' || name === 'NotFound'
}

function missing(key: string) {
  return (error: Error): never => {
    throw isMissing(error.cause) ? new FileMissingError(key, error.cause) : error
  }
}
