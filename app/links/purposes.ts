/** Module to the purposes that its public routes answer; filled while the routes are registered. */
const purposes = new Map<string, string[]>()

/** What links of this module may be for. */
export function purposesOf(module: string): string[] {
  return purposes.get(module) ?? []
}

/** @internal */
export function notePurpose(module: string, purpose: string) {
  purposes.set(module, [...new Set([...purposesOf(module), purpose])])
}
