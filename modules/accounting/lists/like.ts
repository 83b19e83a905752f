/** A pattern for LIKE that finds `term` anywhere; its own `%`, `_` and `\` are plain characters. */
export function contains(term: string): string {
  return `%${escaped(term)}%`
}

/** A pattern for LIKE that finds what begins with `term`. */
export function startsWith(term: string): string {
  return `${escaped(term)}%`
}

function escaped(term: string) {
  return term.replace(/[\\%_]/g, '\\$&')
}
