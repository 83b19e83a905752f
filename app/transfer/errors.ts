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
