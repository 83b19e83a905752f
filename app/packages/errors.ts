import { KarkhanaError, RuleError } from '../errors.ts'

/** The sources of a module cannot be packed as they are; every reason in one report. */
export class CannotPackError extends RuleError {
  constructor(id: string, problems: string[]) {
    super('E_PACKAGE_SOURCES', `${id} cannot be packed:\n${bullets(problems)}`, {
      next: 'Correct these and pack again.',
      meta: { problems },
    })
  }
}

/** A file is no package of Karkhana, was changed after it was packed, or would write where it must not. */
export class BadPackageError extends RuleError {
  constructor(problems: string[]) {
    super('E_PACKAGE_BAD', `This is no sound package:\n${bullets(problems)}`, {
      next: 'Ask its maker for a new one, packed by module:pack. Nothing was changed.',
      meta: { problems },
    })
  }
}

/** The package is sound and does not fit this checkout; every reason in one report. */
export class PackageRefusedError extends RuleError {
  constructor(name: string, problems: string[]) {
    super('E_PACKAGE_REFUSED', `${name} cannot be added here:\n${bullets(problems)}`, {
      next: 'Nothing was changed.',
      meta: { problems },
    })
  }
}

/** The package was put in place and did not work; what was there before is back. */
export class PackageFailedError extends KarkhanaError {
  constructor(name: string, reason: string, cause?: unknown) {
    super('E_PACKAGE_FAILED', 422, `${name} could not be added: ${reason}`, {
      cause,
      next: 'Everything is as it was before. Tell its maker.',
    })
  }
}

/** The module is used, or needed, and stays. */
export class ModuleInUseError extends RuleError {
  constructor(id: string, reasons: string[], next: string) {
    super('E_MODULE_IN_USE', `${id} cannot be removed:\n${bullets(reasons)}`, {
      next,
      meta: { reasons },
    })
  }
}

/** Packages are added to a checkout, whose pages are built; a production build has no sources. */
export class NoCheckoutError extends KarkhanaError {
  constructor() {
    super('E_NO_CHECKOUT', 409, 'This is a production build, not a checkout.', {
      next: 'Add or remove the module in the checkout, then build again: npm run build',
    })
  }
}

/** Nobody was there to confirm. */
export class NotConfirmedError extends RuleError {
  constructor() {
    super('E_NOT_CONFIRMED', 'Nothing was changed: nobody confirmed it.', {
      next: 'Read what it does by --dry-run, then add --yes.',
    })
  }
}

const bullets = (lines: string[]) => lines.map((line) => `  - ${line}`).join('\n')
