import { KarkhanaError } from '../errors.ts'

/** The module is installed and on, but could not be loaded when the server started. */
export class ModuleOutOfOrderError extends KarkhanaError {
  constructor(readonly moduleId: string) {
    super('E_MODULE_OUT_OF_ORDER', 503, 'This part of Karkhana is out of order at the moment.', {
      next: 'Everything else works. Tell the administrator, who sees the reason by module:check.',
      meta: { module: moduleId },
    })
  }
}

/** The module is archived for this organisation: its records can be read, printed and exported, nothing more. */
export class ModuleArchivedError extends KarkhanaError {
  constructor(readonly moduleId: string) {
    super('E_MODULE_ARCHIVED', 409, 'This module is archived: nothing in it can be changed.', {
      next: 'Switch it on again under Settings → Modules.',
      meta: { module: moduleId },
    })
  }
}

/** Something else than what was shown would happen by now. */
export class PlanChangedError extends KarkhanaError {
  constructor() {
    super('E_PLAN_CHANGED', 409, 'Something has changed since this plan was shown.', {
      next: 'Look at the plan again and confirm that one.',
    })
  }
}
