import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { FSDriver } from 'flydrive/drivers/fs'
import type { WriteOptions } from 'flydrive/types'
import type { ByteRange, FileDriver } from './driver.ts'

/**
 * Files in a folder of this machine. What is written is on the disk before the row that names it is committed: a power
 * cut leaves no row without its bytes.
 */
export class LocalDriver extends FSDriver implements FileDriver {
  readonly #folder: string

  constructor(folder: string | URL) {
    super({ location: folder, visibility: 'private' })
    this.#folder = folder instanceof URL ? fileURLToPath(folder) : folder
  }

  override async put(key: string, contents: string | Uint8Array, options?: WriteOptions) {
    await super.put(key, contents, options)
    await this.#sync(key)
  }

  override async putStream(key: string, contents: Readable, options?: WriteOptions) {
    await super.putStream(key, contents, options)
    await this.#sync(key)
  }

  async getRange(key: string, { start, end }: ByteRange): Promise<Readable> {
    return createReadStream(join(this.#folder, key), { start, end })
  }

  async #sync(key: string) {
    const path = join(this.#folder, key)
    for (const each of [path, dirname(path)]) {
      const handle = await open(each, 'r')
      await handle.sync().finally(() => handle.close())
    }
  }
}
