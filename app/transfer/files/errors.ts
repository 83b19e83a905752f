import { RuleError } from '../../errors.ts'

const SAVE_AS = 'Save it as .xlsx or as “CSV UTF-8 (comma delimited)” and upload that.'

/** The file has more bytes than an import takes. */
export class FileTooLargeError extends RuleError {
  constructor(limit: number) {
    super('E_IMPORT_TOO_LARGE', `The file is larger than ${limit / 1024 / 1024} MB.`, {
      field: 'file',
      next: 'Split it, or remove columns that are not needed.',
    })
  }
}

/** What is packed into the file would take more room than anybody needs: it may be made to harm. */
export class FileUnpacksTooLargeError extends RuleError {
  constructor(limit: number) {
    super('E_IMPORT_UNPACKED', `Unpacked, the file is larger than ${limit / 1024 / 1024} MB.`, {
      field: 'file',
      next: 'Copy the rows into a new workbook without pictures and formats, and upload that.',
    })
  }
}

/** More rows or columns than an import takes. */
export class FileTooLongError extends RuleError {
  constructor(what: 'rows' | 'columns', limit: number, row?: number) {
    const where = row === undefined ? 'The file' : `Row ${row}`
    super('E_IMPORT_TOO_LONG', `${where} has more than ${limit.toLocaleString('en-IN')} ${what}.`, {
      field: 'file',
      next:
        what === 'rows'
          ? 'Split it into several files; one can be imported after the other.'
          : 'Remove the columns that are not imported.',
    })
  }
}

/** One cell holds more than anybody writes: a quotation mark is missing, or the file is made to harm. */
export class FileTooLongCellError extends RuleError {
  constructor(where: string) {
    super('E_IMPORT_LONG_CELL', `The text at ${where} is longer than 10,000 characters.`, {
      field: 'file',
      next: 'Look for a quotation mark that is missing there, or shorten the text.',
    })
  }
}

/** A formula of the workbook whose result is not in the file. */
export class FileFormulaError extends RuleError {
  constructor(cell: string) {
    super('E_IMPORT_FORMULA', `Cell ${cell} holds a formula without its result.`, {
      field: 'file',
      next: 'Open the file in your spreadsheet program, save it and upload it again; or paste the values.',
    })
  }
}

/** A workbook with programs in it. They would not run here; what else such a file does, nobody sees. */
export class FileMacrosError extends RuleError {
  constructor() {
    super('E_IMPORT_MACROS', 'The workbook holds macros.', {
      field: 'file',
      next: 'Save it as “Excel workbook (.xlsx)” without macros and upload that.',
    })
  }
}

/** The file is no table, or it is damaged. */
export class FileUnreadableError extends RuleError {
  constructor(message: string, cause?: unknown, next = SAVE_AS) {
    super('E_IMPORT_UNREADABLE', message, { field: 'file', next, cause })
  }
}

/** The letters of the file cannot be told; `line` is the first of them. */
export class FileEncodingError extends RuleError {
  constructor(line: number | null) {
    const where = line === null ? 'of this file' : `at line ${line}`
    super('E_IMPORT_ENCODING', `The letters ${where} cannot be read: they are not UTF-8.`, {
      field: 'file',
      next: 'In Excel choose Save as → “CSV UTF-8 (comma delimited)”, or upload the workbook as .xlsx.',
    })
  }
}

/** Nothing stands below the headings, or there are none. */
export class FileEmptyError extends RuleError {
  constructor() {
    super('E_IMPORT_EMPTY', 'The file has no rows below its headings.', {
      field: 'file',
      next: 'The first row names the columns; each further row is one record. The template shows it.',
    })
  }
}
