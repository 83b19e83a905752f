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
  permission('kernel.document.manage', 'Decide how documents look'),
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
  permission('kernel.module.purge', 'Delete the data of a module that is no longer used'),
  permission('kernel.data.export', 'Take all data of the organisation home'),
  permission('kernel.data.erase', 'Erase the personal data of somebody'),
  permission('kernel.custom_field.manage', 'Add fields of your own to records'),
  permission('kernel.message.manage', 'See what was sent to customers, and send it again'),
  permission('kernel.message_template.manage', 'Word the messages to customers'),
  permission('kernel.notification.manage', 'Decide how members of each role are told'),
  permission('kernel.driver.manage', 'Choose the services that messages and payments go through'),
  permission('kernel.ai.manage', 'Decide what language models may be asked for and may cost'),
  permission('kernel.event.manage', 'See events and scheduled work, and repeat what failed'),
  permission('kernel.job.manage', 'See background work, try it again and cancel it'),
  permission('kernel.webhook.manage', 'Have events sent to addresses of your own'),
  permission('kernel.search.use', 'Search everything they may see', [
    'manager',
    'accountant',
    'technician',
  ]),
  permission('kernel.inbox.use', 'Be told what concerns them', [
    'manager',
    'accountant',
    'technician',
  ]),
  permission('kernel.live.use', 'See at once what others change', [
    'manager',
    'accountant',
    'technician',
  ]),
  permission('kernel.report.view', 'See the list of reports', [
    'manager',
    'accountant',
    'technician',
  ]),
  permission('kernel.list.use', 'Arrange lists, save views, change several records at once', [
    'manager',
    'accountant',
    'technician',
  ]),
  permission('kernel.sample.use', 'Try sample data, and remove it', ['manager', 'accountant']),
  permission('kernel.view.share', 'Share saved views of lists', ['manager']),
  permission('kernel.transfer.use', 'Import and export records their role may see', [
    'manager',
    'accountant',
  ]),
  permission('kernel.timeline.view', 'See what happened to records they may see', [
    'manager',
    'accountant',
    'technician',
  ]),
  permission('kernel.comment.write', 'Comment on records they may see', [
    'manager',
    'accountant',
    'technician',
  ]),
  permission('kernel.attachment.add', 'Attach files to records they may see', [
    'manager',
    'accountant',
    'technician',
  ]),
  permission('kernel.recently_deleted.view', 'See and bring back what was deleted lately', [
    'manager',
    'accountant',
    'technician',
  ]),
  permission('kernel.attachment.remove', 'Remove files that others attached', ['manager']),
  permission('kernel.files.manage', 'See how much room files take, and make room', ['manager']),
]
