/** Groups the digits of a whole number the Indian way: 1234567 → 12,34,567. */
export function groupIndian(digits: string): string {
  if (digits.length <= 3) return digits
  const head = digits.slice(0, -3)
  return `${head.replace(/\B(?=(\d{2})+(?!\d))/g, ',')},${digits.slice(-3)}`
}

/**
 * Prints paise as rupees with Indian grouping: 12345600 → ₹1,23,456.00.
 * @param paise integer paise, may be negative
 * @param symbol set to false for columns whose heading names the currency
 * @param brackets a negative amount as accountants write it, (₹1,200.00), not −₹1,200.00
 */
export function formatMoney(paise: number, symbol = true, brackets = false): string {
  const whole = Math.abs(Math.trunc(paise))
  const rupees = groupIndian(String(Math.floor(whole / 100)))
  const text = `${symbol ? '₹' : ''}${rupees}.${String(whole % 100).padStart(2, '0')}`
  if (paise >= 0) return text
  return brackets ? `(${text})` : `−${text}`
}

/**
 * Short form for tiles: ₹12.4 L, ₹3.1 Cr; below one lakh the whole rupees. It rounds, so the full
 * value must be shown next to it (KMoney puts it in the title).
 */
export function shortMoney(paise: number): string {
  const rupees = Math.abs(paise) / 100
  const sign = paise < 0 ? '−' : ''
  if (rupees >= 99_95_000) return `${sign}₹${oneDecimal(rupees / 1_00_00_000)} Cr`
  if (rupees >= 1_00_000) return `${sign}₹${oneDecimal(rupees / 1_00_000)} L`
  return `${sign}₹${groupIndian(String(Math.round(rupees)))}`
}

function oneDecimal(value: number): string {
  const text = value.toFixed(1)
  const [whole = '0', fraction = '0'] = text.split('.')
  return fraction === '0' ? groupIndian(whole) : `${groupIndian(whole)}.${fraction}`
}

const SUFFIX_ZEROS: Record<string, number> = {
  k: 3,
  l: 5,
  lac: 5,
  lakh: 5,
  lakhs: 5,
  cr: 7,
  crore: 7,
  crores: 7,
}

/**
 * Reads what people type for an amount of rupees (`12,34,567`, `₹ 1.5L`, `2cr`, `-450.5`, `(450.5)`) as an
 * exact decimal string, or null when it is no amount. No floating point is involved.
 */
export function parseDecimal(typed: string): string | null {
  const text = typed
    .trim()
    .toLowerCase()
    .replace(/[₹,\s]|^rs\.?/g, '')
    .replace('−', '-')
    .replace(/^\((.+)\)$/, '-$1')
  const match = /^(-?)(\d*)(?:\.(\d*))?(k|l|lac|lakhs?|cr|crores?)?$/.exec(text)
  if (!match || (!match[2] && !match[3])) return null
  const [, sign = '', whole = '', fraction = '', suffix] = match
  const zeros = suffix ? (SUFFIX_ZEROS[suffix] ?? 0) : 0
  const digits = fraction.padEnd(zeros, '0')
  const rupees = `${whole}${digits.slice(0, zeros)}`.replace(/^0+(?=\d)/, '') || '0'
  const rest = digits.slice(zeros).replace(/0+$/, '')
  const value = rest ? `${rupees}.${rest}` : rupees
  return value === '0' ? '0' : `${sign}${value}`
}

/** Reads typed rupees as integer paise; null when unreadable, finer than a paisa or unsafe. */
export function parsePaise(typed: string): number | null {
  const decimal = parseDecimal(typed)
  if (decimal === null) return null
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.')
  if (fraction.length > 2) return null
  const paise = Number(`${whole}${fraction.padEnd(2, '0')}`)
  if (!Number.isSafeInteger(paise)) return null
  return decimal.startsWith('-') ? -paise : paise
}

/** Groups a decimal string for reading: 1234567.5 → 12,34,567.5. */
export function formatDecimal(decimal: string): string {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(decimal.trim())
  if (!match) return decimal
  return `${match[1] ? '−' : ''}${groupIndian(match[2] ?? '0')}${match[3] ?? ''}`
}
