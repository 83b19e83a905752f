import { readFileSync } from 'node:fs'

/** The tables of this folder. */
type Table = 'allowed_rates' | 'rates' | 'states' | 'thresholds' | 'uqc'

/**
 * Reads a table of this folder. Read instead of imported, because the source loader drops the
 * `with { type: 'json' }` that Node asks for. The caller names the shape; `tests/unit/data.spec.ts`
 * holds the files to it.
 */
export function readData<T>(table: Table): T {
  return JSON.parse(readFileSync(new URL(`./${table}.json`, import.meta.url), 'utf8')) as T
}
