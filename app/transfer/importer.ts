import type { FieldDeclaration, FieldValues } from '../fields/declaration.ts'
import type { Scope } from '../tenancy/scope.ts'

/**
 * One row of a file: column key to its value, read and checked by the declaration of the column. What is empty, or not
 * in the file, is left out: an import never empties what is there.
 */
export type ImportRow = FieldValues

/** What became of a row. `same`: the record was there with these values, nothing was written. */
export type ImportOutcome = 'created' | 'changed' | 'same'

/** What `save` answers; with the id of the record where the importer names its `table`. */
export type SavedRow = ImportOutcome | { outcome: ImportOutcome; id: string }

/** The same among many: the error of a row that was refused, of which nothing is written. */
export type RowAnswer = SavedRow | Error

/** A column of a file. */
export interface ImportColumn extends FieldDeclaration {
  /** What other programs call it, in any language: "Mobile No.", "Party name", "मोबाइल". */
  synonyms?: readonly string[]
}

/** Takes records in from a CSV or XLSX file, through the same service as the pages. */
export interface ImporterDefinition {
  /** Prefixed by the module: `contacts.contacts`. */
  id: string
  /** In the plural, as the page lists it: "Contacts". */
  label: string
  permission: string
  /** Columns of the file, in the order of the template. */
  columns: readonly ImportColumn[]
  /** Columns that name one record each: a value that stands twice in a file is told before anything is saved. */
  unique?: readonly string[]
  /**
   * Table of the records. The fields that the organisation added to them become columns; the kernel stores their
   * values, so `save` must answer with the id.
   */
  table?: string
  /**
   * Creates or changes one record in the open unit. A row that was imported before changes nothing. Also called to
   * check a file, and again for a row whose neighbour was refused: everything it did is taken back then, so it does
   * nothing outside of the unit.
   * @throws RuleError, validation errors; `field` is the column
   */
  save(scope: Scope, row: ImportRow): Promise<SavedRow>
  /**
   * The same for many rows by a few statements: what makes a long file fast. The answers stand in the order of the
   * rows. `null`, or an error, where they cannot be saved together: fewer of them are tried then, down to `save` for a
   * single one, which tells what is wrong with it. `saveRecords` makes both.
   */
  saveAll?(scope: Scope, rows: readonly ImportRow[]): Promise<RowAnswer[] | null>
}

/** Declares an importer; its file is named in the manifest under `importers`. */
export function defineImporter(importer: ImporterDefinition): ImporterDefinition {
  return importer
}
