import type { FieldDeclaration } from '@karkhana/kernel/pages'
import type { RunState, StatusLook, Texts } from '@karkhana/ui'

export type ImportState =
  'uploaded' | 'checking' | 'checked' | 'importing' | 'done' | 'cancelled' | 'failed'

/** What is wrong in a row of a file. */
export interface RowProblem {
  row: number
  key: string | null
  column: string | null
  value: string | null
  reason: string
}

/** A value that is wrong in several rows. */
export interface RepeatedProblem {
  key: string
  column: string
  value: string
  reason: string
  count: number
}

/** What a person corrects. */
export interface RowFixes {
  cells?: { row: number; column: string; value: string }[]
  replace?: { column: string; from: string; to: string }
  skip?: number[]
  restore?: boolean
}

/** A record that an import created or changed. */
export interface MadeRecord {
  id: string
  title: string
  outcome: 'created' | 'changed'
  href: string | null
}

/** One import. */
export interface ImportView {
  id: string
  importer: string
  label: string
  fileName: string
  headings: string[]
  sample: string[][]
  columns: FieldDeclaration[]
  mapping: Record<string, number | null>
  state: ImportState
  rows: number
  total: number
  position: number
  facts: { format?: string; encoding?: string; delimiter?: string; heading?: number }
  created: number
  changed: number
  same: number
  failed: number
  skipped: number
  problems: RowProblem[]
  wrong: Record<number, string[]>
  repeated: RepeatedProblem[]
  fixable: boolean
  made: MadeRecord[]
  failure: string | null
  createdAt: string
  finishedAt: string | null
}

/** A line of the list of imports. */
export interface ImportLine {
  id: string
  label: string
  fileName: string
  state: ImportState
  rows: number
  created: number
  changed: number
  same: number
  failed: number
  createdAt: string
}

/** An export that a job writes. */
export interface ExportView {
  id: string
  fileName: string
  state: RunState
  rows: number
  bytes: number
  failure: string | null
  createdAt: string
  keptUntil: string
}

/** Something that can be imported or exported. */
export interface TransferLine {
  id: string
  label: string
  module: string
}

/** How the states of an import look, in the words of the reader. */
export const importStates = (text: Texts): Record<ImportState, StatusLook> => ({
  uploaded: { label: text('transfer.state.uploaded'), tone: 'info' },
  checking: {
    label: text('transfer.state.checking'),
    tone: 'info',
    icon: 'i-lucide-loader-circle',
  },
  checked: { label: text('transfer.state.checked'), tone: 'warning' },
  importing: {
    label: text('transfer.state.importing'),
    tone: 'info',
    icon: 'i-lucide-loader-circle',
  },
  done: { label: text('transfer.state.done'), tone: 'success' },
  cancelled: { label: text('transfer.state.cancelled'), tone: 'neutral' },
  failed: { label: text('transfer.state.failed'), tone: 'danger' },
})
