import type { FieldDeclaration } from '../fields.ts'
import type { Scope } from '../tenancy/scope.ts'

/** How a column of a report, an export or a template is shown and written. `money` is integer paise. */
export interface ColumnDeclaration {
  key: string
  label: string
  kind: 'text' | 'number' | 'integer' | 'money' | 'date' | 'instant'
  /** Added up under the table. */
  total?: boolean
}

export type ReportRow = Record<string, string | number | boolean | null>

/** A table of figures that a module computes from its own data, shown as a page, as CSV and over the API. */
export interface ReportDefinition {
  /** Prefixed by the module: `feedback.nps`. */
  id: string
  title: string
  /** What question it answers, one sentence. */
  description: string
  /** Permission of the reader; one that only reads, so that the report stays while the module is archived. */
  permission: string
  /** What the reader chooses; dates default to the present financial year. */
  parameters: FieldDeclaration[]
  columns: ColumnDeclaration[]
  /** Reads the rows; runs in a read unit of the reader's scope. 10,000 rows at the most. */
  rows(scope: Scope, parameters: Record<string, string>): Promise<ReportRow[]>
}

/** Declares a report; its file is named in the manifest under `reports`. */
export function defineReport(report: ReportDefinition): ReportDefinition {
  return report
}
