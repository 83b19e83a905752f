import type { SearchSource } from '../declaration.ts'

/** The tables whose changes change documents. */
export function tablesOf({ table, joins = {} }: SearchSource): string[] {
  return [...new Set([table, ...Object.values(joins).map((join) => join.table)])]
}
