import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { v7 as uuidv7 } from 'uuid'
import { NotFoundError, RuleError } from '../../errors.ts'
import User from '../../identity/models/user.ts'
import { memberMail } from '../mails/member_mail.ts'
import type { PartnerRole, PartnerScope } from '../partner_scope.ts'
import { noteByPartner } from './inside.ts'

export interface PartnerMember {
  id: string
  name: string
  email: string
  role: PartnerRole
  active: boolean
  isSelf: boolean
  /** False while somebody new has not set a password yet. */
  joined: boolean
}

/** Who works for the partner, active people first; the first 500. */
export async function listMembers(partner: PartnerScope): Promise<PartnerMember[]> {
  partner.ensure('partner.view')
  const { rows } = await db.rawQuery(
    `select m.id, u.name, u.email, m.role, m.active, u.id = ? as "isSelf",
            u.password is not null or u.email_verified_at is not null as joined
       from partner_members m join users u on u.id = m.user_id
      where m.partner_id = ? order by m.active desc, u.name limit 500`,
    [partner.user.id, partner.partnerId]
  )
  return rows as PartnerMember[]
}

/**
 * Lets somebody work for the partner. Who has an account is told; who has none gets one, and a link to set it up.
 * @throws PartnerForbiddenError, RuleError naming `email`
 */
export async function addMember(
  partner: PartnerScope,
  input: { name: string; email: string; role: PartnerRole }
): Promise<void> {
  partner.ensure('partner.manage')
  const email = input.email.trim().toLowerCase()
  await db.transaction(async (trx) => {
    const known = await User.query({ client: trx }).whereRaw('lower(email) = ?', [email]).first()
    const user =
      known ?? (await User.create({ name: input.name, email, password: null }, { client: trx }))
    await insertMember(partner, trx, user.id, input.role)
    await noteByPartner(partner, trx, {
      kind: 'partner.member_added',
      details: { email, role: input.role },
    })
    await memberMail(trx, partner, user)
  })
}

async function insertMember(
  partner: PartnerScope,
  trx: TransactionClientContract,
  userId: string,
  role: PartnerRole
) {
  const { rows } = await trx.rawQuery(
    `insert into partner_members (id, partner_id, user_id, role) values (?, ?, ?, ?)
     on conflict (partner_id, user_id)
     do update set active = true, role = excluded.role, updated_at = now()
       where not partner_members.active returning id`,
    [uuidv7(), partner.partnerId, userId, role]
  )
  if (rows.length > 0) return
  throw new RuleError('E_MEMBER_EXISTS', 'This person works for you already.', {
    field: 'email',
    next: 'Change the role in the list instead.',
  })
}

/**
 * Changes the role of somebody, or ends their work for the partner, with their next click. The last manager stays.
 * @throws PartnerForbiddenError, NotFoundError, RuleError E_LAST_MANAGER
 */
export async function changeMember(
  partner: PartnerScope,
  id: string,
  change: { role?: PartnerRole; active?: boolean }
): Promise<void> {
  partner.ensure('partner.manage')
  await db.transaction(async (trx) => {
    const managers = await lockManagers(partner, trx)
    const member = (await trx
      .from('partner_members as m')
      .join('users as u', 'u.id', 'm.user_id')
      .where({ 'm.id': id, 'm.partner_id': partner.partnerId })
      .select('m.role', 'm.active', 'u.email')
      .first()) as { role: PartnerRole; active: boolean; email: string } | null
    if (!member) throw new NotFoundError('member')
    const next = { role: change.role ?? member.role, active: change.active ?? member.active }
    const stays = next.active && next.role === 'manager'
    if (!stays && managers.length === 1 && managers[0] === id) {
      throw new RuleError('E_LAST_MANAGER', 'A partner needs one manager.', {
        field: 'role',
        next: 'Make somebody else a manager first.',
      })
    }
    await trx
      .from('partner_members')
      .where('id', id)
      .update({ ...next, updated_at: new Date() })
    await noteByPartner(partner, trx, {
      kind: next.active ? 'partner.member_changed' : 'partner.member_removed',
      details: { email: member.email, role: next.role },
    })
  })
}

/** Ids of the active managers; two changes at once wait for each other. */
async function lockManagers(partner: PartnerScope, trx: TransactionClientContract) {
  const { rows } = await trx.rawQuery(
    `select id from partner_members where partner_id = ? and role = 'manager' and active
      order by id for update`,
    [partner.partnerId]
  )
  return (rows as { id: string }[]).map((row) => row.id)
}
