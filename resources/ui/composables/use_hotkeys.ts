import { onBeforeUnmount, onMounted } from 'vue'

/** One shortcut: `c`, `g h` (one after the other), `mod+k` (Ctrl or Cmd), `mod+enter`. */
export interface Hotkey {
  keys: string
  /** Line of the cheat sheet; a shortcut without one stays unlisted. */
  label?: string
  group?: string
  /** Also while typing in a field; only sensible with `mod+`. */
  inFields?: boolean
  run: (event: KeyboardEvent) => void
}

const active: Hotkey[] = []
let pending = ''
let pendingTimer: ReturnType<typeof setTimeout> | undefined

function typing(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null
  return Boolean(target?.closest('input, textarea, select, [contenteditable="true"]'))
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key.toLowerCase()
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key
}

function listen(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing || event.altKey) return
  const name = nameOf(event)
  const sequence = pending ? `${pending} ${name}` : name
  const inField = typing(event)
  const inDialog = Boolean(document.querySelector('[role="dialog"][data-state="open"]'))
  // The newest registration wins: a page may give a key of the shell another meaning.
  for (const hotkey of [...active].reverse()) {
    const matches = hotkey.keys === sequence || hotkey.keys === name
    if (!matches || (inField && !hotkey.inFields) || (inDialog && !hotkey.inFields)) continue
    event.preventDefault()
    pending = ''
    hotkey.run(event)
    return
  }
  clearTimeout(pendingTimer)
  const opensSequence = !inField && active.some((hotkey) => hotkey.keys.startsWith(`${name} `))
  pending = opensSequence ? name : ''
  pendingTimer = setTimeout(() => (pending = ''), 1000)
}

/** Registers shortcuts while the component is mounted. */
export function useHotkeys(hotkeys: Hotkey[]): void {
  onMounted(() => {
    if (active.length === 0) document.addEventListener('keydown', listen)
    active.push(...hotkeys)
  })
  onBeforeUnmount(() => {
    for (const hotkey of hotkeys) {
      const index = active.indexOf(hotkey)
      if (index >= 0) active.splice(index, 1)
    }
    if (active.length === 0) document.removeEventListener('keydown', listen)
  })
}

/** The listed shortcuts of this moment, for the cheat sheet. */
export function listHotkeys(): Hotkey[] {
  return active.filter((hotkey) => hotkey.label)
}
