import { asDeclared, type Say } from '../lang/say.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { ReportRow } from '../reports/declaration.ts'
import type { Scope } from '../tenancy/scope.ts'
import { importerNamed } from './definitions.ts'
import { tableFile, type FileFormat, type StreamedFile } from './export.ts'
import { placeOfRow } from './content.ts'
import { rowsOf } from './imports.ts'
import { findImport } from './import_record.ts'
import { reasonIn } from './transfer_words.ts'

const BATCH = 500

/**
 * The rows that were refused, as they stood in the file, with the reason behind them: correct them there and upload
 * that file. Reasons are told as `say` does; the headings stay, so that the file is read again as it is.
 * @throws NotFoundError
 */
export async function failedRows(
  scope: Scope,
  registry: ModuleRegistry,
  id: string,
  format: FileFormat,
  say: Say = asDeclared
): Promise<StreamedFile> {
  const stored = await scope.read((unit) => findImport(unit, id, { failures: 1_000_000 }))
  const { value: importer, module } = await importerNamed(scope, registry, stored.importer)
  const reasons = new Map<number, string[]>()
  for (const { row, column, ...problem } of stored.failures) {
    const reason = reasonIn(say, module.id, problem)
    const text = column ? `${column}: ${reason}` : reason
    reasons.set(row, [...(reasons.get(row) ?? []), text])
  }
  const { rows, numbers } = await rowsOf(scope, id)
  const columns = [
    ...stored.headings.map((label, index) => ({
      key: String(index),
      label,
      kind: 'text' as const,
    })),
    { key: 'row', label: 'Row', kind: 'integer' as const },
    { key: 'reason', label: 'Reason', kind: 'text' as const },
  ]
  async function* failed() {
    const list = [...reasons]
    for (let from = 0; from < list.length; from += BATCH) {
      yield list.slice(from, from + BATCH).map(([row, texts]): ReportRow => {
        const cells = Object.fromEntries((rows[placeOfRow(numbers, row)] ?? []).entries())
        return { ...cells, row, reason: texts.join(' · ') }
      })
    }
  }
  return tableFile(scope, `${importer.label} failed rows`, columns, failed(), format)
}
