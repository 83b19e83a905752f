import { absoluteUrl } from '../../http/absolute_url.ts'
import { sendAccountMail } from '../../identity/mails/send_account_mail.ts'
import User from '../../identity/models/user.ts'
import { wantsMail } from '../../identity/services/notification_kinds.ts'
import type { Unit } from '../../tenancy/unit.ts'

/** Tells the owners who want to know that an access is used for the first time. */
export async function lookedInMails(
  unit: Unit,
  access: { id: string; partner: string; expiresAt: string }
): Promise<void> {
  const { organisation, actor } = unit.scope
  const until = new Intl.DateTimeFormat('en-IN', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: organisation.timezone,
  }).format(new Date(access.expiresAt))
  for (const reader of await readersOf(unit)) {
    await sendAccountMail(unit.trx, {
      to: reader.email,
      subject: `${access.partner} looks into ${organisation.name}`,
      content: {
        organisation: organisation.name,
        heading: `${access.partner} looks into ${organisation.name}`,
        paragraphs: [
          `Hello ${reader.name},`,
          `${actor.name} has opened ${organisation.name} by your invitation. They can look, and change nothing.`,
        ],
        facts: [{ label: 'Until', value: until }],
        button: {
          label: 'See every page they open',
          href: absoluteUrl('/settings/partner-access'),
        },
        footer: ['You can end the access there at any time.'],
      },
      uniqueKey: `partner_access/${access.id}/${reader.id}`,
    })
  }
}

async function readersOf(unit: Unit): Promise<User[]> {
  const owners = await User.query({ client: unit.trx })
    .whereIn('id', (members) =>
      members
        .from('memberships')
        .where({ organisation_id: unit.scope.organisationId, role: 'owner', active: true })
        .whereNotNull('user_id')
        .select('user_id')
    )
    .whereNull('disabled_at')
  return owners.filter((owner) => wantsMail(owner, 'partner.looked_in'))
}
