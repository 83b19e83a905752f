import type { FieldDeclaration, FieldValues } from '../fields/declaration.ts'
import type { Scope } from '../tenancy/scope.ts'

/** How a column of a report, an export or a template is shown and written. `money` is integer paise. */
export interface ColumnDeclaration {
  key: string
  label: string
  kind: 'text' | 'number' | 'integer' | 'money' | 'date' | 'instant'
  /** Added up under the table; of money, whole numbers and decimals. */
  total?: boolean
  /** Of a report: its values are labels of the module, and stand in the language of the reader. */
  labels?: boolean
}

/**
 * Column key to its value. A row may have `href`: the page behind its first column, and `id` where the organisation's
 * own fields are added to an export.
 */
export type ReportRow = Record<string, string | number | boolean | null>

/** Rows that a report may have; more are cut off, and the reader is told. */
export const REPORT_ROWS = 10_000

/** A table of figures that a module computes from its own data, shown as a page, as CSV and over the API. */
export interface ReportDefinition {
  /** Prefixed by the module: `feedback.nps`. */
  id: string
  title: string
  /** What question it answers, one sentence. */
  description: string
  /** Permission of the reader; one that only reads, so that the report stays while the module is archived. */
  permission: string
  /**
   * What the reader chooses; fixed, or read for the reader (branches, technicians). Dates called `from` and `to` begin
   * with the present financial year, other dates with today.
   */
  parameters: readonly FieldDeclaration[] | ((scope: Scope) => Promise<readonly FieldDeclaration[]>)
  columns: readonly ColumnDeclaration[]
  /** Reads the rows; runs in a read unit of the reader's scope. {@link REPORT_ROWS} at the most. */
  rows(scope: Scope, parameters: FieldValues): Promise<ReportRow[]>
}

/** Declares a report; its file is named in the manifest under `reports`. */
export function defineReport(report: ReportDefinition): ReportDefinition {
  return report
}
