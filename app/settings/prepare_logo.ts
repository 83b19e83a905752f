import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { RuleError } from '../errors.ts'

/** Largest file that is taken, in bytes. */
export const LOGO_BYTES = 2 * 1024 * 1024
/** Longer side of a stored logo, in pixels. */
export const LOGO_SIDE = 512
/** More pixels than this are not decoded: a small file can hold a picture that fills the memory. */
const PIXELS = 30_000_000
const SECONDS = 10

/** A picture that is safe to show: decoded and drawn anew, without what else the file held. */
export interface PreparedLogo {
  /** PNG, at most 512 × 512. */
  content: Buffer
  /** Of `content`, in hexadecimal. */
  sha256: string
  width: number
  height: number
}

/** The file is no picture that can be a logo. */
export class LogoError extends RuleError {
  constructor(message: string, next: string) {
    super('E_LOGO', message, { field: 'logo', next })
  }
}

/**
 * Makes a logo of an uploaded file. What the file claims to be does not count, its content does. Call it outside
 * `scope.work`: pictures take time.
 * @throws LogoError
 */
export async function prepareLogo(bytes: Uint8Array): Promise<PreparedLogo> {
  if (bytes.length > LOGO_BYTES) {
    throw new LogoError('The picture is larger than 2 MB.', 'Choose a smaller file.')
  }
  const kind = kindOf(bytes)
  if (!kind) {
    throw new LogoError(
      'This file is no PNG, JPEG or WebP picture.',
      'Save the logo as PNG and choose that file.'
    )
  }
  // Only the header is read here, so that the size can be told
  const header = await sharp(bytes, { limitInputPixels: false }).metadata().catch(unreadable)
  const { format, width, height } = header
  if (format !== kind) unreadable()
  if (width * height > PIXELS) {
    throw new LogoError(
      `The picture has ${width} × ${height} pixels.`,
      'Scale it down; 512 × 512 is as much as is shown.'
    )
  }
  const { data, info } = await sharp(bytes, { limitInputPixels: PIXELS, failOn: 'error' })
    .timeout({ seconds: SECONDS })
    .autoOrient()
    .resize(LOGO_SIDE, LOGO_SIDE, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .png({ compressionLevel: 9 })
    .toBuffer({ resolveWithObject: true })
    .catch(unreadable)
  return {
    content: data,
    sha256: createHash('sha256').update(data).digest('hex'),
    width: info.width,
    height: info.height,
  }
}

/** By the first bytes, as browsers tell it; an SVG is a program and none of them. */
function kindOf(bytes: Uint8Array): 'png' | 'jpeg' | 'webp' | null {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'webp'
  return null
}

function unreadable(): never {
  throw new LogoError(
    'The picture cannot be read; it may be damaged.',
    'Open it, save it again as PNG and choose that file.'
  )
}
