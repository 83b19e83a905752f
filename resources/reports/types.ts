import type { FieldDeclaration, FieldValues } from '@karkhana/kernel/pages'

export interface ReportColumn {
  key: string
  label: string
  kind: 'text' | 'number' | 'integer' | 'money' | 'date' | 'instant'
  total?: boolean
}

export type ReportRow = Record<string, string | number | boolean | null>

/** A report with its figures. */
export interface ReportView {
  id: string
  title: string
  description: string
  module: string
  parameters: FieldDeclaration[]
  values: FieldValues
  columns: ReportColumn[]
  rows: ReportRow[]
  totals: Record<string, string | number>
  cut: boolean
  branches: string[] | null
}
