const LONGEST = 40

/**
 * A name for a value, made from a label: `Fleet number` as `fleet_number`. Labels without Latin letters or digits take
 * `fallback`; what is taken already gets a number.
 */
export function slugFor(label: string, taken: ReadonlySet<string>, fallback: string): string {
  const plain = label
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  const named = /^[a-z]/.test(plain) ? plain : [fallback, plain].filter(Boolean).join('_')
  // Names that every JavaScript object has mean something else to careless readers.
  const base = named in {} ? `${named}_${fallback}` : named
  for (let count = 1; ; count++) {
    const end = count === 1 ? '' : `_${count}`
    const slug = `${base.slice(0, LONGEST - end.length).replace(/_+$/, '')}${end}`
    if (!taken.has(slug)) return slug
  }
}
