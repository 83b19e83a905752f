const UNITS = ['KB', 'MB', 'GB', 'TB']

/** Bytes as people read them: `1.4 MB`; `–` of what is not known. The smallest file is `1 KB`, nothing at all `0 KB`. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return '–'
  let size = bytes === 0 ? 0 : Math.max(1, bytes / 1024)
  let unit = 0
  while (Math.round(size) >= 1024 && unit < UNITS.length - 1) {
    size /= 1024
    unit++
  }
  const digits = unit === 0 || size >= 100 || Number.isInteger(size) ? 0 : 1
  return `${Number(size.toFixed(digits))} ${UNITS[unit]}`
}
