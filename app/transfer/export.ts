import type { Readable } from 'node:stream'
import { noteSecurityEvent } from '../identity/services/security_events.ts'
import type { Origin } from '../identity/services/origin.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { ColumnDeclaration, ReportRow } from '../reports/declaration.ts'
import type { Scope } from '../tenancy/scope.ts'
import { customColumns, customCells } from './custom_columns.ts'
import { readAhead } from './batches.ts'
import { exporterNamed } from './definitions.ts'
import { writeCsv } from './files/csv_writer.ts'
import { writeXlsx } from './files/xlsx_writer.ts'

export type FileFormat = 'csv' | 'xlsx'

/** A file that is written while it is sent. */
export interface StreamedFile {
  name: string
  type: string
  content: Readable
  /** Rows that were written so far. */
  written: { rows: number }
}

export const TYPES: Record<FileFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/**
 * Records as a file, row by row as they are read, so that their number costs no memory. That they were taken home is
 * noted among the security events first.
 * @throws NotFoundError, ForbiddenError
 */
export async function exportRecords(
  scope: Scope,
  registry: ModuleRegistry,
  id: string,
  format: FileFormat,
  origin: Origin
): Promise<StreamedFile> {
  const file = await recordsFile(scope, registry, id, format)
  const { value: exporter } = await exporterNamed(scope, registry, id)
  await noteExport(scope, exporter.label, format, origin)
  return file
}

/**
 * The same without a note, for who has made it already.
 * @throws NotFoundError, ForbiddenError
 */
export async function recordsFile(
  scope: Scope,
  registry: ModuleRegistry,
  id: string,
  format: FileFormat
): Promise<StreamedFile> {
  const { value: exporter } = await exporterNamed(scope, registry, id)
  const own = exporter.table ? await customColumns(scope, exporter.table) : []
  async function* rows() {
    for await (const batch of exporter.rows(scope)) {
      yield exporter.table && own.length > 0
        ? await customCells(scope, exporter.table, own, batch)
        : batch
    }
  }
  return tableFile(scope, exporter.label, [...exporter.columns, ...own], rows(), format)
}

/** Rows in these columns as a file, named after `title` and the day. */
export function tableFile(
  scope: Scope,
  title: string,
  columns: readonly ColumnDeclaration[],
  batches: AsyncIterable<ReportRow[]>,
  format: FileFormat
): StreamedFile {
  const table = { title, columns, zone: scope.organisation.timezone }
  const written = { rows: 0 }
  async function* counted() {
    for await (const rows of readAhead(batches)) {
      yield rows
      written.rows += rows.length
    }
  }
  const content = format === 'csv' ? writeCsv(table, counted()) : writeXlsx(table, counted())
  return { ...streamed(scope, title, format, content), written }
}

/** A file named after `title` and the day. */
export function streamed(
  scope: Scope,
  title: string,
  format: FileFormat,
  content: Readable
): StreamedFile {
  const name = exportName(scope, title, format)
  return { name, type: TYPES[format], content, written: { rows: 0 } }
}

export const exportName = (scope: Scope, title: string, format: FileFormat) =>
  `${fileName(title)}-${scope.today()}.${format}`

const fileName = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'export'

/** Notes among the security events that the rows of `what` were taken home. */
export async function noteExport(scope: Scope, what: string, format: FileFormat, origin: Origin) {
  const person = scope.actor.kind === 'user' || scope.actor.kind === 'partner'
  await noteSecurityEvent(
    {
      kind: 'records.exported',
      userId: person ? scope.actor.id : null,
      organisationId: scope.organisationId,
      details: { list: what, by: scope.actor.name, format },
    },
    origin
  )
}
