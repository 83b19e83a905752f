const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB']

/** Bytes as people read them: `1.4 MB`; `–` of what is not known. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return '–'
  let size = bytes
  let unit = 0
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024
    unit++
  }
  const digits = unit === 0 || size >= 100 || Number.isInteger(size) ? 0 : 1
  return `${size.toFixed(digits)} ${UNITS[unit]}`
}
