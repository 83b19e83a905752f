import type { FieldDeclaration } from '@karkhana/kernel/pages'
import type { StatusLook } from '@karkhana/ui'

export type ImportState =
  'uploaded' | 'checking' | 'checked' | 'importing' | 'done' | 'cancelled' | 'failed'

/** What is wrong in a row of a file. */
export interface RowProblem {
  row: number
  column: string | null
  value: string | null
  reason: string
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
  position: number
  created: number
  changed: number
  same: number
  failed: number
  problems: RowProblem[]
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

/** Something that can be imported or exported. */
export interface TransferLine {
  id: string
  label: string
  module: string
}

export const IMPORT_STATES: Record<ImportState, StatusLook> = {
  uploaded: { label: 'Choose columns', tone: 'info' },
  checking: { label: 'Checking', tone: 'info', icon: 'i-lucide-loader-circle' },
  checked: { label: 'Ready to import', tone: 'warning' },
  importing: { label: 'Importing', tone: 'info', icon: 'i-lucide-loader-circle' },
  done: { label: 'Done', tone: 'success' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
  failed: { label: 'Stopped', tone: 'danger' },
}
