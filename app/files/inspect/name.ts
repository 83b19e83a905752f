/** The end of the names of each type that is kept; the first is the one that a wrong one is replaced by. */
const EXTENSIONS: Record<string, string[]> = {
  'image/jpeg': ['jpg', 'jpeg', 'jpe'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'application/pdf': ['pdf'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
  'application/vnd.oasis.opendocument.text': ['odt'],
  'application/vnd.oasis.opendocument.spreadsheet': ['ods'],
  'text/csv': ['csv'],
  'text/plain': ['txt'],
  'application/zip': ['zip'],
}

const LENGTH = 200
/** Names that Windows keeps for devices. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)$/i

/** How a file of this type ends, without the dot. */
export function extensionFor(type: string): string {
  return EXTENSIONS[type]?.[0] ?? 'bin'
}

/** The end of a name in small letters, empty without one. */
export function extensionOf(name: string): string {
  return /\.([a-z0-9]{1,8})$/i.exec(name)?.[1].toLowerCase() ?? ''
}

/** Whether a name of this end may be kept as it is for the type. */
export function fits(type: string, extension: string): boolean {
  return EXTENSIONS[type]?.includes(extension) ?? false
}

/**
 * A name without folders and without what means something to a file system, a header or a terminal, or turns the
 * direction of letters so that `gpj.exe` reads `exe.jpg`.
 */
export function plainName(name: string): string {
  const last = name.normalize('NFC').split(/[\\/]/).at(-1) ?? ''
  const plain = last
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffc"<>|*?:]/gu, '')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  const extension = extensionOf(plain)
  const stem = extension ? plain.slice(0, -extension.length - 1) : plain
  const safe = DEVICES.test(stem) ? `${stem}_` : stem
  return [cut(safe, LENGTH - extension.length - 1) || 'file', extension].filter(Boolean).join('.')
}

/** At most so many units of a string, and no half of a character. */
function cut(text: string, length: number): string {
  const short = text.slice(0, length)
  return /[\ud800-\udbff]$/.test(short) ? short.slice(0, -1) : short
}

/** The name with the end that its type has: a JPEG that is called `.png` becomes `.jpg`. */
export function nameFor(name: string, type: string): string {
  const extension = extensionOf(name)
  if (fits(type, extension)) return name
  const stem = extension ? name.slice(0, -extension.length - 1) : name
  const end = extensionFor(type)
  return `${cut(stem, LENGTH - end.length - 1)}.${end}`
}
