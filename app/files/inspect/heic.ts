import { runInThread } from '../../threads/run_in_thread.ts'
import { PictureTooLargeError, PictureUnreadableError } from './errors.ts'

/** MIME types of what iPhones take photos in, also of several pictures in one file. */
export const HEIC = new Set(['image/heic', 'image/heif', 'image/heic-sequence'])

/** Pixels of a photo, upright; without `data` when there are too many; `null` of what cannot be read. */
export type HeicAnswer = { width: number; height: number; data: Uint8Array | null } | null

/** Of one photo: 48 million pixels on a slow machine, and what the thread needs besides the pixels. */
const LIMITS = { patience: 45_000, heap: 128 }

/**
 * The pixels of a photo in HEIC, red, green, blue and alpha, upright: what it says of its direction is done. It is
 * decoded in a thread of its own, which ends with what takes too long.
 * @throws PictureTooLargeError, PictureUnreadableError
 */
export async function decodeHeic(
  bytes: Buffer,
  limit: number
): Promise<{ width: number; height: number; data: Uint8Array }> {
  const data = { bytes: new Uint8Array(bytes), pixels: limit }
  const answer = await runInThread<HeicAnswer>(import.meta.url, './heic_worker', data, LIMITS)
  if (!answer) throw new PictureUnreadableError()
  const { width, height, data: pixels } = answer
  if (!pixels) throw new PictureTooLargeError({ width, height, limit })
  return { width, height, data: pixels }
}
