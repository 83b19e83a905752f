import type { StatusLook } from '@karkhana/ui'

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

const STATES: Record<ModuleRow['state'], StatusLook> = {
  enabled: { label: 'On', tone: 'success' },
  paused: { label: 'Off, data kept', tone: 'warning', icon: 'i-lucide-circle-pause' },
  archived: { label: 'Archived', tone: 'info', icon: 'i-lucide-archive' },
  purged: { label: 'Data deleted', tone: 'neutral', icon: 'i-lucide-eraser' },
  available: { label: 'Off', tone: 'neutral' },
}

/** The chip of a state. */
export function lookOf(state: string): StatusLook {
  return STATES[state as ModuleRow['state']] ?? { label: state }
}

/** The state that counts for the reader: what is out of order does not run, whatever was chosen. */
export function statusOf(module: ModuleRow): StatusLook {
  return module.outOfOrder
    ? { label: 'Out of order', tone: 'danger', icon: 'i-lucide-octagon-alert' }
    : lookOf(module.state)
}

/** Parts of the list, in the order of its tabs. */
export const PARTS = [
  { value: 'on', label: 'On' },
  { value: 'off', label: 'Off' },
  { value: 'archived', label: 'Archived' },
  { value: 'purged', label: 'Data deleted' },
  { value: 'broken', label: 'Out of order' },
]

/** The part of the list that a module stands in. */
export function partOf(module: ModuleRow): string {
  if (module.outOfOrder) return 'broken'
  if (module.state === 'enabled') return 'on'
  return module.state === 'archived' || module.state === 'purged' ? module.state : 'off'
}

/** What can be done to a module. */
export type ModuleChange = 'enabled' | 'paused' | 'archived' | 'entitled' | 'withdrawn'

/** The button of a change, with the name of the module behind it. */
export const VERBS: Record<ModuleChange, string> = {
  enabled: 'Switch on',
  paused: 'Switch off',
  archived: 'Archive',
  entitled: 'Add to the plan:',
  withdrawn: 'Take out of the plan:',
}
