import { RuleError } from '../errors.ts'

/** The import is not where this step begins: it runs, or it is over. */
export class ImportStateError extends RuleError {
  constructor(message: string, next: string) {
    super('E_IMPORT_STATE', message, { next })
  }
}

/** A column that must be there has no heading of the file. */
export class ImportMappingError extends RuleError {
  constructor(labels: readonly string[]) {
    super('E_IMPORT_MAPPING', `No column of the file was chosen for ${labels.join(', ')}.`, {
      field: 'mapping',
      next: 'Choose one, or add the column to the file and upload it again.',
    })
  }
}

/** Two imports of one person at the same time would wait for each other. */
export class ImportRunningError extends RuleError {
  constructor(file: string) {
    super('E_IMPORT_RUNNING', `The import of ${file} is still running.`, {
      next: 'Wait until it is done, or cancel it.',
    })
  }
}

/** A row that cannot be corrected, since nothing is wrong with it. */
export class ImportRowError extends RuleError {
  constructor(row: number) {
    super('E_IMPORT_ROW', `Row ${row} is not among those that were refused.`, {
      field: 'row',
      next: 'Open the import again: it may have been corrected meanwhile.',
    })
  }
}

/** A column that the importer does not have. */
export class ImportColumnError extends RuleError {
  constructor(key: string) {
    super('E_IMPORT_COLUMN', `"${key}" is no column of this import.`, {
      field: 'column',
      next: 'Name one by its key, as the importer lists them.',
    })
  }
}

/** The file of an export is still written, or will not be there. */
export class ExportNotReadyError extends RuleError {
  constructor(failure: string | null) {
    super('E_EXPORT_NOT_READY', failure ?? 'The file is not there yet.', {
      next: failure ? 'Export it again.' : 'Wait until it is done; you are told then.',
    })
  }
}
