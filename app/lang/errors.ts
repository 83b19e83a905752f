import { KarkhanaError } from '../errors.ts'

/** Code asks for a text that no installed module brings. */
export class UnknownTextError extends KarkhanaError {
  constructor(key: string) {
    super('E_TEXT_UNKNOWN', 500, `There is no text "${key}".`, {
      next: 'Add it to lang/en.json and lang/hi.json of its module, and name both under lang in module.ts.',
    })
  }
}

/** A text asks for a value that its caller does not give, or is not written as ICU messages are. */
export class TextParamsError extends KarkhanaError {
  constructor(key: string, reason: string, cause: unknown) {
    super('E_TEXT_PARAMS', 500, `The text "${key}" cannot be written: ${reason}`, {
      next: 'Give every {name} of the text a value.',
      cause,
    })
  }
}

/** A file of texts that is not JSON of texts. */
export class TextFileError extends KarkhanaError {
  constructor(file: string, reason: string) {
    super('E_TEXT_FILE', 500, `${file} cannot be read: ${reason}`, {
      next: 'Write JSON: names, dots or objects within objects, and texts.',
    })
  }
}
