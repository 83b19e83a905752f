/**
 * The key under which the translation of a label stands that source declares in English; the kernel makes the same one
 * for the labels it sends.
 */
export function labelKey(label: string): string {
  return label
    .replace(/\{\w+\}/g, ' ')
    .replace(/%/g, ' percent')
    .replace(/[’']/g, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .slice(0, 12)
    .join('_')
}
