import { fileTypeFromBuffer } from 'file-type'
import { FileEmptyError, FileTooLargeError, FileTypeError, MisnamedFileError } from './errors.ts'
import { extensionOf, nameFor, plainName } from './name.ts'
import { inspectOffice } from './office.ts'
import { inspectPdf } from './pdf.ts'
import { keptAs, preparePicture } from './picture.ts'
import { refuseMarkup, textType } from './text.ts'

/** Which files are kept for a purpose. */
export interface FilePolicy {
  /** Largest file, in bytes. */
  maxBytes: number
  /** MIME types by content; `image` stands for pictures that are drawn anew. */
  kinds: readonly ('image' | 'pdf' | 'office' | 'text')[]
}

/** What is kept of a file. */
export interface PreparedFile {
  /** Safe, with the end that its content has. */
  name: string
  /** MIME type by its content. */
  type: string
  content: Buffer
  /** WebP, at most 320 × 320; `null` of what is no picture. */
  thumbnail: Buffer | null
  /** Longer side of a picture in pixels, 0 of what is none. */
  side: number
}

/** Documents that no browser runs; macros make another type. */
const OFFICE = new Set([
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
])

/** Ends of names that promise something with a mark of its own. */
const MARKED = /^(jpe?g|png|webp|heic|heif|pdf|docx|xlsx|pptx|odt|ods|gif|zip)$/

/**
 * Makes what is kept of an uploaded file. Its content decides, not its name: pictures are drawn anew, documents looked
 * through, everything else refused with what to do instead. Archives are not opened. Call it outside `scope.work`.
 * @throws FileEmptyError, FileTooLargeError, FileTypeError, ActiveContentError, MisnamedFileError, FileBrokenError,
 *   TwofoldFileError, FileBombError, LockedFileError, PictureUnreadableError, PictureTooLargeError
 */
export async function prepareFile(
  bytes: Buffer,
  name: string,
  { maxBytes, kinds }: FilePolicy
): Promise<PreparedFile> {
  if (bytes.length === 0) throw new FileEmptyError()
  if (bytes.length > maxBytes) throw new FileTooLargeError(maxBytes)
  const safe = plainName(name)
  const type = await typeOf(bytes, extensionOf(safe))
  const picture = keptAs(type)
  if (picture && kinds.includes('image')) {
    const prepared = await preparePicture(bytes, type)
    return { name: nameFor(safe, picture), type: picture, ...prepared }
  }
  const kept = { name: nameFor(safe, type), type }
  if (type === 'application/pdf' && kinds.includes('pdf')) inspectPdf(bytes)
  else if (OFFICE.has(type) && kinds.includes('office')) await inspectOffice(bytes)
  else if (!type.startsWith('text/') || !kinds.includes('text')) throw new FileTypeError(type)
  return { ...kept, content: bytes, thumbnail: null, side: 0 }
}

async function typeOf(bytes: Buffer, extension: string): Promise<string> {
  const found = await fileTypeFromBuffer(bytes)
  if (found && found.mime !== 'application/xml') return found.mime
  refuseMarkup(bytes)
  const text = textType(bytes, extension)
  if (text) return text
  if (MARKED.test(extension)) throw new MisnamedFileError(extension)
  throw new FileTypeError(null)
}
