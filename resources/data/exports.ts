import type { StatusLook, Texts } from '@karkhana/ui'

/** An export as the page receives it. */
export interface ExportRow {
  id: string
  modules: string[]
  state: 'waiting' | 'running' | 'ready' | 'failed' | 'expired'
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

/** What the state of an export looks like. */
export function stateLook({ state, progress }: ExportRow, text: Texts): StatusLook {
  const label = text(`data.state.${state}`, { progress })
  switch (state) {
    case 'waiting':
      return { label, tone: 'info', icon: 'i-lucide-clock' }
    case 'running':
      return { label, tone: 'info', icon: 'i-lucide-loader-circle' }
    case 'ready':
      return { label, tone: 'success', icon: 'i-lucide-shield-check' }
    case 'failed':
      return { label, tone: 'danger', icon: 'i-lucide-triangle-alert' }
    case 'expired':
      return { label, tone: 'neutral', icon: 'i-lucide-archive' }
  }
}

/** `12.4 MB` */
export function sizeText(bytes: number | null): string {
  if (bytes === null) return ''
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} KB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
