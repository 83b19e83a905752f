import type { FieldDeclaration } from '../fields.ts'
import type { Scope } from '../tenancy/scope.ts'

/** One row of a file: column key to the text that stood there. */
export type ImportRow = Record<string, string>

/** Takes records in from a CSV or XLSX file, through the same service as the pages. */
export interface ImporterDefinition {
  /** Prefixed by the module: `contacts.contacts`. */
  id: string
  label: string
  permission: string
  /** Columns of the file, in the order of the template. */
  columns: FieldDeclaration[]
  /**
   * Creates or changes one record in the open unit. A row that was imported before changes nothing.
   * @throws RuleError, validation errors; `field` is the column
   */
  save(scope: Scope, row: ImportRow): Promise<'created' | 'changed' | 'same'>
}

/** Declares an importer; its file is named in the manifest under `importers`. */
export function defineImporter(importer: ImporterDefinition): ImporterDefinition {
  return importer
}
