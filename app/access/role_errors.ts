import { RuleError } from '../errors.ts'

/** Another role of the organisation, or a built-in one, has the name. */
export class RoleNameError extends RuleError {
  constructor(name: string) {
    super('E_ROLE_NAME', `There is a role named ${name} already.`, {
      field: 'name',
      next: 'Choose another name.',
    })
  }
}

/** A permission is named that nothing in this deployment asks for. */
export class UnknownPermissionError extends RuleError {
  constructor(field: string, id: string) {
    super('E_PERMISSION_UNKNOWN', `There is no permission "${id}".`, {
      field,
      next: 'Choose permissions from the list of roles.',
    })
  }
}

/** A permission cannot be added and taken away at once. */
export class PermissionTwiceError extends RuleError {
  constructor(id: string) {
    super('E_PERMISSION_TWICE', `"${id}" is both added and taken away.`, {
      field: 'grants',
      next: 'Leave it in one of the two.',
    })
  }
}

/** Who holds a role cannot add to it, also not what they were granted alone. */
export class OwnRoleError extends RuleError {
  constructor(permissions: { id: string; label: string }[]) {
    super(
      'E_ROLE_OWN',
      `You hold this role yourself and cannot add to it: ${permissions[0].label}.`,
      {
        field: 'grants',
        next: 'Ask somebody with another role to do it.',
        meta: { permissions: permissions.map(({ id }) => id) },
      }
    )
  }
}

/** Who works in some branches changes no role that counts in others. */
export class RoleElsewhereError extends RuleError {
  constructor() {
    super('E_BRANCH_ABOVE_OWN', 'People of branches that are not yours hold this role.', {
      field: 'grants',
      next: 'Ask somebody who works in all branches, or make a role of your own.',
    })
  }
}

/** Members hold the role, or are invited to it. */
export class RoleInUseError extends RuleError {
  constructor(holders: { id: string; name: string }[], invitations: number) {
    const names = holders.slice(0, 5).map(({ name }) => name)
    const more = holders.length > names.length ? ` and ${holders.length - names.length} more` : ''
    super(
      'E_ROLE_IN_USE',
      holders.length > 0
        ? `${names.join(', ')}${more} ${holders.length === 1 ? 'holds' : 'hold'} this role.`
        : `${invitations === 1 ? 'An open invitation gives' : `${invitations} open invitations give`} this role.`,
      {
        next:
          holders.length > 0
            ? 'Give them another role under Settings → Members first.'
            : 'Withdraw it under Settings → Members first.',
        meta: { holders, invitations },
      }
    )
  }
}
