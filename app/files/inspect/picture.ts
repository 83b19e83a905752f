import sharp, { type Sharp } from 'sharp'
import { PictureTooLargeError, PictureUnreadableError } from './errors.ts'
import { decodeHeic, HEIC } from './heic.ts'

/** Longer side of a kept picture, in pixels. */
export const SIDE = 2560
/** Longer side of the small one that lists show, and of the one for phones. */
export const THUMBNAIL_SIDE = 320
export const PREVIEW_SIDE = 1280
/** More pixels than this are not decoded: a small file can hold a picture that fills the memory. */
export const PIXELS = 60_000_000
const SECONDS = 20
/** Pictures that are decoded at the same time; each may take 200 MB. */
const AT_ONCE = 2

/** Pictures that are decoded, by the name that sharp has for them. */
export const PICTURES = new Map([
  ['image/jpeg', 'jpeg'],
  ['image/png', 'png'],
  ['image/webp', 'webp'],
])

/** What a picture of this type is kept as: photos of iPhones as JPEG, which every browser shows; `null` of others. */
export function keptAs(type: string): string | null {
  if (HEIC.has(type)) return 'image/jpeg'
  return PICTURES.has(type) ? type : null
}

/** A picture that is safe to show. */
export interface PreparedPicture {
  content: Buffer
  /** WebP, at most 320 × 320. */
  thumbnail: Buffer
  /** Longer side of `content`, in pixels. */
  side: number
}

/**
 * Turns a picture upright and draws it anew, so that place, device, a second file behind it and everything else that
 * was hidden is gone. Its header is looked at before anything is decoded.
 * @throws PictureTooLargeError, PictureUnreadableError
 */
export async function preparePicture(bytes: Buffer, type: string): Promise<PreparedPicture> {
  if (HEIC.has(type)) {
    return inTurn(async () => {
      const { width, height, data } = await decodeHeic(bytes, PIXELS)
      const raw = { raw: { width, height, channels: 4 as const }, limitInputPixels: PIXELS }
      return draw(sharp(data, raw), 'image/jpeg')
    })
  }
  const header = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => null)
  if (!header || header.format !== PICTURES.get(type)) throw new PictureUnreadableError()
  const { width, height, pages = 1 } = header
  if (width * height * pages > PIXELS) {
    throw new PictureTooLargeError({ width, height: height * pages, limit: PIXELS })
  }
  return inTurn(() =>
    draw(sharp(bytes, { limitInputPixels: PIXELS, failOn: 'error' }).autoOrient(), type)
  )
}

/** A smaller WebP of a picture that was drawn already. */
export function smallerPicture(content: Buffer, side: number): Promise<Buffer> {
  return inTurn(() =>
    sharp(content, { limitInputPixels: PIXELS })
      .timeout({ seconds: SECONDS })
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 75 })
      .toBuffer()
  )
}

/** Keeps an upright picture as `type`, at most so large as it is of use. */
async function draw(upright: Sharp, type: string): Promise<PreparedPicture> {
  try {
    const whole = upright
      .timeout({ seconds: SECONDS })
      .toColourspace('srgb')
      .resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true })
    const encoded =
      type === 'image/jpeg'
        ? whole.jpeg({ quality: 82, mozjpeg: true })
        : type === 'image/png'
          ? whole.png({ compressionLevel: 9 })
          : whole.webp({ quality: 82 })
    const { data: content, info } = await encoded.toBuffer({ resolveWithObject: true })
    const thumbnail = await sharp(content)
      .resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 75 })
      .toBuffer()
    return { content, thumbnail, side: Math.max(info.width, info.height) }
  } catch (error) {
    if (error instanceof Error) throw new PictureUnreadableError()
    throw error
  }
}

let running = 0
const waiting: (() => void)[] = []

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go))
  else running++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}
