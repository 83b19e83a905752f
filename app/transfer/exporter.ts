import type { ColumnDeclaration, ReportRow } from '../reports/declaration.ts'
import type { Scope } from '../tenancy/scope.ts'

/** Records that a reader takes home as a file; in the columns of their importer, where there is one. */
export interface ExporterDefinition {
  /** Prefixed by the module: `contacts.contacts`. */
  id: string
  label: string
  permission: string
  columns: ColumnDeclaration[]
  /** All rows the reader may see, in batches, each batch in a read unit of its own. */
  rows(scope: Scope): AsyncIterable<ReportRow[]>
}

/** Declares an exporter; its file is named in the manifest under `exporters`. */
export function defineExporter(exporter: ExporterDefinition): ExporterDefinition {
  return exporter
}
