import { KarkhanaError, RuleError } from '../errors.ts'

/** A name that cannot become that of a module, a record or a file. */
export class ScaffoldNameError extends RuleError {
  constructor(field: string, message: string, next: string) {
    super('E_SCAFFOLD_NAME', message, { field, next })
  }
}

/** A file that would be written is there already: nothing was changed. */
export class ScaffoldExistsError extends RuleError {
  constructor(files: string[]) {
    super('E_SCAFFOLD_EXISTS', `Already there: ${files.join(', ')}.`, {
      next: 'Choose another name, or remove the file first. Nothing was changed.',
      meta: { files },
    })
  }
}

/** The manifest has this entry already: nothing was changed. */
export class AlreadyDeclaredError extends RuleError {
  constructor(what: string, where: string) {
    super('E_SCAFFOLD_DECLARED', `${where} has ${what} already.`, {
      next: 'Choose another name, or remove the entry first. Nothing was changed.',
    })
  }
}

/** A file is not written the way the tools can read: the author adds the entry by hand. */
export class CannotEditError extends RuleError {
  constructor(file: string, expected: string, snippet: string) {
    super('E_SCAFFOLD_EDIT', `${file} has no ${expected} that could be added to.`, {
      next: `Add it by hand: ${snippet}`,
    })
  }
}

/** What a part needs is not declared yet, or an option is missing. */
export class PartNeedsError extends RuleError {
  constructor(message: string, next: string, field?: string) {
    super('E_SCAFFOLD_NEEDS', message, { next, field })
  }
}

/** The tools of authors need packages that a production installation leaves out. */
export class DevelopmentToolError extends KarkhanaError {
  constructor(name: string, cause: unknown) {
    super('E_DEVELOPMENT_TOOL', 409, `This command needs ${name}, which is not installed here.`, {
      cause,
      next: 'Run it in a checkout with all dependencies: npm ci',
    })
  }
}
