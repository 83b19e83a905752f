import { DateTime } from 'luxon'
import type { BuiltInRole } from '../../http/page_types.ts'
import { ForbiddenError, NotFoundError, RuleError } from '../../errors.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import Membership from '../models/membership.ts'
import User from '../models/user.ts'

/** Somebody who can be chosen: assignee, technician. */
export interface MemberChoice {
  id: string
  name: string
  email: string
  /** The built-in role, or the one that the member's own role is based on. */
  role: BuiltInRole | null
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The condition under which a reader who is limited to branches sees a member `m`: one who works everywhere or in a
 * branch of the reader. For `where`, with no bindings of its own.
 */
export const IN_BRANCHES_OF_READER =
  "(kernel_branch_ids() is null or m.branch_ids = '{}' or m.branch_ids && kernel_branch_ids())"

/**
 * Active people, for pickers; never service accounts. With `roles` those of them, where a role of the organisation's
 * own counts as the one it is based on. A reader who is limited to branches finds the people of these branches.
 */
export async function activeMembers(scope: Scope, roles?: BuiltInRole[]): Promise<MemberChoice[]> {
  return scope.read(async (unit) => {
    const members = await unit.rows<MemberChoice>(
      `select m.id, u.name, u.email, case m.role when 'custom' then r.base else m.role end as role
         from memberships m
         join users u on u.id = m.user_id
         left join roles r on r.organisation_id = m.organisation_id and r.id = m.role_id
        where m.organisation_id = ? and m.kind = 'person' and m.active and u.disabled_at is null
          and ${IN_BRANCHES_OF_READER}
        order by lower(u.name), m.id limit 500`,
      [scope.organisationId]
    )
    return roles ? members.filter(({ role }) => role && roles.includes(role)) : members
  })
}

/**
 * A person of the organisation, locked with `lock` until the transaction ends. Foreign, of other branches, missing and
 * service accounts are answered alike.
 * @throws NotFoundError
 */
export async function memberOf(unit: Unit, id: string, { lock = false } = {}): Promise<Membership> {
  if (!UUID.test(id)) throw new NotFoundError('member')
  const query = Membership.query({ client: unit.trx })
    .from('memberships as m')
    .select('m.*')
    .where({ 'm.id': id, 'm.organisation_id': unit.scope.organisationId, 'm.kind': 'person' })
    .whereRaw(IN_BRANCHES_OF_READER)
  const membership = await (lock ? query.forUpdate() : query).first()
  if (!membership) throw new NotFoundError('member')
  return membership.useTransaction(unit.trx)
}

/**
 * Adds a member with a first password, for commands, demo data and tests: people join by invitation. Somebody who has
 * an account keeps their password.
 * @throws ForbiddenError for everybody but the system
 * @throws RuleError naming `email`
 */
export async function addMember(
  scope: Scope,
  input: { name: string; email: string; role: BuiltInRole; password: string }
): Promise<Membership> {
  if (scope.authority !== null) throw new ForbiddenError('kernel.member.manage')
  const email = input.email.trim().toLowerCase()
  return scope.work(async (unit) => {
    const user = await accountFor(unit, { ...input, email })
    const existing = await Membership.query({ client: unit.trx })
      .where({ organisation_id: scope.organisationId, user_id: user.id })
      .first()
    if (existing) throw memberExists('email')
    return Membership.create(
      { organisationId: scope.organisationId, userId: user.id, role: input.role, active: true },
      { client: unit.trx }
    )
  })
}

/** The person is a member already. */
export function memberExists(field?: string): RuleError {
  return new RuleError('E_MEMBER_EXISTS', 'This person is a member already.', {
    field,
    next: 'Change the role in the list of members instead.',
  })
}

async function accountFor(unit: Unit, input: { name: string; email: string; password: string }) {
  const known = await User.query({ client: unit.trx }).where('email', input.email).first()
  if (known) return known
  const now = DateTime.utc()
  return User.create(
    {
      name: input.name,
      email: input.email,
      password: input.password,
      lastOrganisationId: unit.scope.organisationId,
      emailVerifiedAt: now,
      passwordChangedAt: now,
    },
    { client: unit.trx }
  )
}
