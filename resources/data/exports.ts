import { runLook, type RunState, type StatusLook, type Texts } from '@karkhana/ui'

/** An export as the page receives it. */
export interface ExportRow {
  id: string
  modules: string[]
  state: RunState
  /** Whether its file can be downloaded. */
  kept: boolean
  /** Per cent. */
  progress: number
  step: string | null
  rows: number
  bytes: number | null
  sha256: string | null
  failure: string | null
  requestedBy: string
  createdAt: string
  expiresAt: string | null
  downloads: number
}

/** A module that holds data. */
export interface ExportableModule {
  id: string
  name: string
  state: string
  tables: number
}

/** What the state of an export looks like: one that is done was verified, and its file goes after some days. */
export function exportLook({ state, kept }: ExportRow, text: Texts): StatusLook {
  if (state !== 'done') return runLook(state, text)
  return kept
    ? { label: text('data.state.ready'), tone: 'success', icon: 'i-lucide-shield-check' }
    : { label: text('data.state.expired'), tone: 'neutral', icon: 'i-lucide-archive' }
}
