import { Worker } from 'node:worker_threads'
import { PictureTooLargeError, PictureUnreadableError } from './errors.ts'

/** MIME types of what iPhones take photos in, also of several pictures in one file. */
export const HEIC = new Set(['image/heic', 'image/heif', 'image/heic-sequence'])

/** Pixels of a photo, upright; without `data` when there are too many; `null` of what cannot be read. */
export type HeicAnswer = { width: number; height: number; data: Uint8Array | null } | null

/** Milliseconds that one photo may take: 48 million pixels on a slow machine. */
const PATIENCE = 45_000
/** MB of the worker besides the pixels. */
const HEAP = 128

/**
 * The pixels of a photo in HEIC, red, green, blue and alpha, upright: what it says of its direction is done. It is
 * decoded in a thread of its own, which ends with what takes too long.
 * @throws PictureTooLargeError, PictureUnreadableError
 */
export async function decodeHeic(
  bytes: Buffer,
  limit: number
): Promise<{ width: number; height: number; data: Uint8Array }> {
  const answer = await inWorker(bytes, limit)
  if (!answer) throw new PictureUnreadableError()
  const { width, height, data } = answer
  if (!data) throw new PictureTooLargeError({ width, height, limit })
  return { width, height, data }
}

async function inWorker(bytes: Buffer, pixels: number): Promise<HeicAnswer> {
  const worker = new Worker(new URL('./heic_worker.ts', import.meta.url), {
    workerData: { bytes: new Uint8Array(bytes), pixels },
    resourceLimits: { maxOldGenerationSizeMb: HEAP },
    // The library says there what is wrong with a file; whoever sent it is told by the error
    stdout: true,
    stderr: true,
  })
  const { promise, resolve } = Promise.withResolvers<HeicAnswer>()
  const giveUp = () => resolve(null)
  worker.once('message', resolve).once('error', giveUp).once('exit', giveUp)
  const timer = setTimeout(giveUp, PATIENCE)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
