import { permission } from './permissions.ts'

/** What members may do with the organisation itself. */
export const KERNEL_PERMISSIONS = [
  permission('kernel.home.view', 'See the start page', ['manager', 'accountant', 'technician']),
  permission('kernel.settings.view', 'See the settings of the organisation'),
  permission('kernel.organisation.update', 'Change the organisation'),
  permission('kernel.member.manage', 'Add members and change their roles'),
  permission('kernel.branch.manage', 'Add and change branches'),
  permission('kernel.module.switch', 'Switch modules on and off'),
  permission('kernel.token.manage', 'Create and revoke API tokens'),
]
