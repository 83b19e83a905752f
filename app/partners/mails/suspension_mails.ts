import { sendAccountMail } from '../../identity/mails/send_account_mail.ts'
import { absoluteUrl } from '../../http/absolute_url.ts'
import type { Unit } from '../../tenancy/unit.ts'
import type { PartnerScope } from '../partner_scope.ts'

/** Tells the owners that their organisation was closed or opened again, and why. */
export async function suspensionMails(
  unit: Unit,
  partner: Pick<PartnerScope, 'partner'>,
  { suspended, reason }: { suspended: boolean; reason: string | null }
): Promise<void> {
  const { id, name } = unit.scope.organisation
  const state = suspended ? 'suspended' : 'open again'
  for (const owner of await ownersOf(unit)) {
    await sendAccountMail(unit.trx, {
      to: owner.email,
      subject: `${name} is ${state}`,
      content: {
        organisation: partner.partner.name,
        heading: `${name} is ${state}`,
        paragraphs: suspended
          ? [
              `Hello ${owner.name},`,
              `${partner.partner.name} has suspended ${name}. Nobody can work in it meanwhile; all data is kept.`,
            ]
          : [
              `Hello ${owner.name},`,
              `${partner.partner.name} has resumed ${name}. Everybody can go on where they stopped.`,
            ],
        ...(reason && { facts: [{ label: 'Reason', value: reason }] }),
        ...(!suspended && { button: { label: `Open ${name}`, href: absoluteUrl('/') } }),
        footer: [`${partner.partner.name} looks after ${name}. Questions? Ask them.`],
      },
      uniqueKey: `suspension/${id}/${unit.scope.now().toISO()}/${owner.id}`,
    })
  }
}

async function ownersOf(unit: Unit) {
  return unit.rows<{ id: string; name: string; email: string }>(
    `select u.id, u.name, u.email from memberships m join users u on u.id = m.user_id
      where m.organisation_id = ? and m.role = 'owner' and m.active and u.disabled_at is null`,
    [unit.scope.organisationId]
  )
}
