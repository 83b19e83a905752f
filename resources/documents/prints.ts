import type { RunState } from '@karkhana/ui'

/** A print of many records, as the page shows it. */
export interface PrintRow {
  id: string
  document: string
  output: 'pdf' | 'zip'
  state: RunState
  total: number
  done: number
  failed: number
  failures: { id: string; title: string; reason: string }[]
  failure: string | null
  href: string | null
  bytes: number | null
  /** ISO instants. */
  createdAt: string
  keptUntil: string | null
}
