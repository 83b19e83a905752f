import { permission } from './permissions.ts'

/** What members may do with the organisation itself. */
export const KERNEL_PERMISSIONS = [
  permission('kernel.home.view', 'See the start page', ['manager', 'accountant', 'technician']),
  permission('kernel.settings.view', 'See the settings of the organisation'),
  permission('kernel.organisation.update', 'Change the organisation'),
  permission('kernel.security.manage', 'Decide who must use two-factor sign-in'),
  permission('kernel.member.manage', 'Invite members and change what they may do'),
  permission('kernel.role.manage', 'Create roles and decide what they may do'),
  permission('kernel.role.view_as', 'See Karkhana as another role sees it'),
  permission('kernel.branch.manage', 'Add and change branches'),
  permission('kernel.number.manage', 'Decide how documents are numbered'),
  permission('kernel.module.switch', 'Switch modules on and off'),
  permission('kernel.token.manage', 'Create and revoke API tokens and service accounts'),
  permission('kernel.secret.manage', 'Store the keys of outside services'),
  permission(
    'kernel.partner_access.manage',
    'Let the partner look into the data for a limited time'
  ),
  permission('kernel.audit.view', 'See the audit trail'),
  permission('kernel.audit.export', 'Export the audit trail'),
]
