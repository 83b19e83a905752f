/** Scales a non-negative decimal string to an integer; null when it is not one. */
function scaled(value: string | number | null | undefined, places: number): bigint | null {
  const match = /^(\d*)(?:\.(\d*))?$/.exec(String(value ?? '').trim())
  if (!match || (!match[1] && !match[2])) return null
  const fraction = (match[2] ?? '').slice(0, places).padEnd(places, '0')
  return BigInt(`${match[1] || '0'}${fraction}`)
}

/**
 * Amount of one document line in paise, to show while typing. The server computes the amount that
 * counts; this one rounds half up once, at the end, and answers null while a part is unreadable.
 * @param quantity decimal string, up to 6 places
 * @param unitPrice rupees as a decimal string, up to 6 places
 * @param discountPercent decimal string, 0 to 100
 */
export function previewLineAmount(
  quantity: string | number | null,
  unitPrice: string | number | null,
  discountPercent: string | number | null = '0'
): number | null {
  const count = scaled(quantity, 6)
  const price = scaled(unitPrice, 6)
  const discount = scaled(discountPercent || '0', 4)
  if (count === null || price === null || discount === null) return null
  const kept = 1_000_000n - discount
  if (kept < 0n) return null
  // 6 + 6 + 6 decimal places of rupees down to paise: 10^16
  const exact = count * price * kept
  const divisor = 10n ** 16n
  const paise = Number((exact + divisor / 2n) / divisor)
  return Number.isSafeInteger(paise) ? paise : null
}
