import { absoluteUrl } from '../../http/absolute_url.ts'
import type { Unit } from '../../tenancy/unit.ts'
import type Invitation from '../models/invitation.ts'
import { branchNames } from '../services/members_notice.ts'
import { sendAccountMail } from './send_account_mail.ts'

/** Mails an invitation to its address; the link in it is the secret. */
export async function mailInvitation(
  unit: Unit,
  invitation: Invitation,
  secret: string,
  roleName: string
): Promise<void> {
  const { name: organisation, timezone } = unit.scope.organisation
  const until = invitation.expiresAt.setZone(timezone).setLocale('en-IN')
  await sendAccountMail(unit.trx, {
    to: invitation.email!,
    subject: `${invitation.invitedBy} invites you to ${organisation}`,
    content: {
      organisation,
      preview: `Join ${organisation} as ${roleName}.`,
      heading: `Join ${organisation}`,
      paragraphs: [
        'Hello,',
        `${invitation.invitedBy} invites you to work in ${organisation} on Karkhana.`,
      ],
      facts: [
        { label: 'Role', value: roleName },
        { label: 'Branches', value: await branchNames(unit, invitation.branchIds) },
        { label: 'Valid until', value: until.toFormat('d LLL yyyy, HH:mm') },
      ],
      button: { label: `Join ${organisation}`, href: absoluteUrl(`/join/${secret}`) },
      footer: [
        'Only you can use this link: do not pass it on.',
        'You do not know this organisation? Then do nothing, and nothing happens.',
      ],
    },
    uniqueKey: `invitation/${invitation.id}/${invitation.secretHash.slice(0, 16)}`,
    validUntil: invitation.expiresAt.toJSDate(),
  })
}
