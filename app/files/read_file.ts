import { createHash } from 'node:crypto'
import { pipeline, Transform, type Readable } from 'node:stream'
import type { Scope } from '../tenancy/scope.ts'
import { currentUnit } from '../tenancy/unit.ts'
import type { ByteRange } from './driver.ts'
import { FileDamagedError, FileInUnitError } from './errors.ts'
import { findStoredFile, type StoredFile } from './stored_file.ts'
import { fileStore } from './stores.ts'

type Stored = Pick<StoredFile, 'key' | 'disk' | 'bytes' | 'sha256'>

/**
 * All bytes of a kept file.
 * @throws NotFoundError, FileMissingError, FileDamagedError, FileStoreError, FileInUnitError
 */
export async function readFile(
  scope: Scope,
  id: string
): Promise<StoredFile & { content: Buffer }> {
  const file = await findStoredFile(scope, id)
  return { ...file, content: await readStored(file) }
}

/** @internal The bytes of a file whose row is known. */
export async function readStored({ key, disk, bytes, sha256 }: Stored): Promise<Buffer> {
  if (currentUnit()) throw new FileInUnitError('Reading a file')
  const content = await fileStore(disk).read(key, bytes)
  if (createHash('sha256').update(content).digest('hex') !== sha256) throw new FileDamagedError(key)
  return content
}

/**
 * The bytes of a kept file, or a part of them, as they come. The whole of it breaks off at its end when it is not what
 * was stored.
 * @throws NotFoundError, FileMissingError, FileStoreError, FileInUnitError
 */
export async function streamFile(
  scope: Scope,
  id: string,
  range?: ByteRange
): Promise<StoredFile & { stream: Readable }> {
  const file = await findStoredFile(scope, id)
  return { ...file, stream: await streamStored(file, range) }
}

/** @internal The same for a file whose row is known. */
export async function streamStored(file: Stored, range?: ByteRange): Promise<Readable> {
  if (currentUnit()) throw new FileInUnitError('Reading a file')
  const stream = await fileStore(file.disk).stream(file.key, range)
  return range ? stream : checked(stream, file)
}

function checked(stream: Readable, { key, sha256 }: Stored): Readable {
  const hash = createHash('sha256')
  const check = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      hash.update(chunk)
      next(null, chunk)
    },
    flush(next) {
      next(hash.digest('hex') === sha256 ? null : new FileDamagedError(key))
    },
  })
  // Whoever reads is told by the stream itself
  pipeline(stream, check, () => undefined)
  return check
}
