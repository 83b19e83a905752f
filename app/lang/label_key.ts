/**
 * The key under which the translation of a label stands that source declares in English (a menu entry, a status, a
 * column): its first twelve words. `In progress` → `in_progress`, `P1 critical` → `p1_critical`.
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
