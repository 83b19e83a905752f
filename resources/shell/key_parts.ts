const mac = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** The keys of a shortcut one by one, as they are called on this keyboard: `mod+k` → Ctrl, k. */
export function keyParts(keys: string): string[] {
  if (keys.includes(',')) return keys.split(', ')
  return keys.split(/[ +]/).map((key) => (key === 'mod' ? (mac ? '⌘' : 'Ctrl') : key))
}
