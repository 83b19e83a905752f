import { fileTypeFromBuffer } from 'file-type'
import sharp from 'sharp'
import { FileTypeError, PictureUnreadableError } from './errors.ts'

/** Largest file that is taken, in bytes. */
export const FILE_BYTES = 20 * 1024 * 1024
/** Longer side of a kept picture and of its small one, in pixels. */
const SIDE = 2560
const SMALL_SIDE = 320
/** More pixels than this are not decoded: a small file can hold a picture that fills the memory. */
const PIXELS = 60_000_000
const SECONDS = 20

/** What is kept of a file. */
export interface PreparedFile {
  /** MIME type by its content. */
  type: string
  content: Buffer
  /** WebP, at most 320 × 320; `null` of what is no picture. */
  thumbnail: Buffer | null
}

const PICTURES = new Set(['image/jpeg', 'image/png', 'image/webp'])

/** Documents that no browser runs; macros make another type. */
const DOCUMENTS = new Set([
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
])

/**
 * Makes what is kept of an uploaded file. Its content decides, not its name. Pictures are turned upright and drawn
 * anew, so that place, device and everything else that was hidden in them is gone. Call it outside `scope.work`.
 * @throws FileTypeError, PictureUnreadableError
 */
export async function prepareFile(bytes: Buffer, name: string): Promise<PreparedFile> {
  const found = await fileTypeFromBuffer(bytes)
  if (found && PICTURES.has(found.mime)) return preparePicture(bytes, found.mime)
  if (found && DOCUMENTS.has(found.mime)) return document(bytes, found.mime)
  const text = found ? null : textType(bytes, name)
  if (!text) throw new FileTypeError(found?.mime ?? null)
  return document(bytes, text)
}

const document = (content: Buffer, type: string): PreparedFile => ({
  type,
  content,
  thumbnail: null,
})

async function preparePicture(bytes: Buffer, type: string): Promise<PreparedFile> {
  const picture = sharp(bytes, { limitInputPixels: PIXELS, failOn: 'error' })
    .timeout({ seconds: SECONDS })
    .autoOrient()
    .toColourspace('srgb')
  try {
    const whole = picture.clone().resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true })
    const encoded =
      type === 'image/jpeg'
        ? whole.jpeg({ quality: 82, mozjpeg: true })
        : type === 'image/png'
          ? whole.png({ compressionLevel: 9 })
          : whole.webp({ quality: 82 })
    const small = picture
      .clone()
      .resize(SMALL_SIDE, SMALL_SIDE, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 75 })
    return { type, content: await encoded.toBuffer(), thumbnail: await small.toBuffer() }
  } catch (error) {
    if (error instanceof Error) throw new PictureUnreadableError()
    throw error
  }
}

const TEXTS: Record<string, string> = { csv: 'text/csv', txt: 'text/plain' }

/** Plain text has no mark of its own: it is UTF-8 without control characters, and named so. */
function textType(bytes: Buffer, name: string): string | null {
  const type = TEXTS[name.toLowerCase().split('.').at(-1) ?? '']
  if (!type) return null
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    // eslint-disable-next-line no-control-regex
    return /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text) ? null : type
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}
