import { RuleError } from '../errors.ts'

/** An organisation without a place of business could not write one document. */
export class LastBranchError extends RuleError {
  constructor() {
    super('E_LAST_BRANCH', 'This is the only active branch.', {
      next: 'Add or activate another branch first.',
    })
  }
}

/** The head office stands for the organisation. */
export class HeadOfficeError extends RuleError {
  constructor(name: string) {
    super('E_HEAD_OFFICE', `${name} is the head office.`, {
      next: 'Make another branch the head office first.',
    })
  }
}

/** Somebody may work in this branch and nowhere else. */
export class OnlyBranchOfMembersError extends RuleError {
  constructor(branch: string, members: string[]) {
    super('E_ONLY_BRANCH_OF_MEMBERS', `${members.join(', ')} may work in ${branch} only.`, {
      next: 'Let them work in another branch first, under Settings, Members.',
      meta: { members },
    })
  }
}

/** Opening hours that no clock can keep. */
export class HoursError extends RuleError {
  constructor({ field, message }: { field: string; message: string }) {
    super('E_OPENING_HOURS', message, {
      field,
      next: 'Opening stands before closing, and each span after the one before.',
    })
  }
}
