import type { StatusLook, Texts } from '@karkhana/ui'

/** How a module stands: installed, entitled, enabled. */
export interface ModuleRow {
  id: string
  name: string
  description: string
  kind: string | null
  /** `null` when it is not installed any more. */
  version: string | null
  installed: boolean
  entitled: boolean
  enabled: boolean
  state: 'available' | 'enabled' | 'paused' | 'archived' | 'purged'
  outOfOrder: string | null
  /** Where its settings are, for readers who may see them. */
  settingsHref?: string | null
  requires: { id: string; name: string }[]
  requiredBy: { id: string; name: string }[]
}

/** What a change of a module would do, or why it cannot be done. */
export interface ModulePlan {
  steps: { module: string; name: string; from: string; to: string; automatic?: boolean }[]
  refused: null | {
    message: string
    next: string
    together?: boolean
    /** Where the next step is done. */
    link?: { label: string; href: string }
  }
  effects: string[]
  /** Of a deletion: table to rows. */
  rows?: Record<string, number>
}

const STATES: Record<ModuleRow['state'], Omit<StatusLook, 'label'>> = {
  enabled: { tone: 'success' },
  paused: { tone: 'warning', icon: 'i-lucide-circle-pause' },
  archived: { tone: 'info', icon: 'i-lucide-archive' },
  purged: { tone: 'neutral', icon: 'i-lucide-eraser' },
  available: { tone: 'neutral' },
}

/** The chip of a state, in the words of the reader; one that is not known yet keeps its code. */
export function lookOf(state: string, text: Texts): StatusLook {
  const look = STATES[state as ModuleRow['state']]
  return look ? { ...look, label: text(`modules.state.${state}`) } : { label: state }
}

/** The state that counts for the reader: what is out of order does not run, whatever was chosen. */
export function statusOf(module: ModuleRow, text: Texts): StatusLook {
  return module.outOfOrder
    ? { label: text('modules.state.broken'), tone: 'danger', icon: 'i-lucide-octagon-alert' }
    : lookOf(module.state, text)
}

/** Parts of the list, in the order of its tabs. */
export const PARTS = ['on', 'off', 'archived', 'purged', 'broken'] as const

export type ModulePart = (typeof PARTS)[number]

/** The part of the list that a module stands in. */
export function partOf(module: ModuleRow): ModulePart {
  if (module.outOfOrder) return 'broken'
  if (module.state === 'enabled') return 'on'
  return module.state === 'archived' || module.state === 'purged' ? module.state : 'off'
}

/** What can be done to a module. */
export type ModuleChange = 'enabled' | 'paused' | 'archived' | 'entitled' | 'withdrawn'
