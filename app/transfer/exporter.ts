import type { ColumnDeclaration, ReportRow } from '../reports/declaration.ts'
import type { Scope } from '../tenancy/scope.ts'

/** Records that a reader takes home as a file; in the columns of their importer, where there is one. */
export interface ExporterDefinition {
  /** Prefixed by the module: `contacts.contacts`. */
  id: string
  /** In the plural, as the page lists it: "Contacts". */
  label: string
  /** Permission of the reader; one that only reads, so that the export stays while the module is archived. */
  permission: string
  columns: readonly ColumnDeclaration[]
  /**
   * Table of the records. The fields that the organisation added to them become columns; each row must carry the `id`
   * of its record then.
   */
  table?: string
  /** All rows the reader may see, in batches, each batch in a read unit of its own. */
  rows(scope: Scope): AsyncIterable<ReportRow[]>
}

/** Declares an exporter; its file is named in the manifest under `exporters`. */
export function defineExporter(exporter: ExporterDefinition): ExporterDefinition {
  return exporter
}
