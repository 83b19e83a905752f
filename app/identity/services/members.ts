import type { BuiltInRole } from '../../http/page_types.ts'
import { NotFoundError, RuleError } from '../../errors.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import Membership from '../models/membership.ts'
import User from '../models/user.ts'

export interface MemberRow {
  id: string
  name: string
  email: string
  role: string
  active: boolean
}

const COLUMNS = `m.id, u.name, u.email, m.role, m.active`

/** Everyone who works in the organisation, active ones first. */
export async function listMembers(scope: Scope): Promise<MemberRow[]> {
  return scope.read((unit) =>
    unit.rows<MemberRow>(
      `select ${COLUMNS} from memberships m join users u on u.id = m.user_id
        where m.organisation_id = ? order by m.active desc, u.name limit 500`,
      [scope.organisationId]
    )
  )
}

/** Active members, for pickers: assignee, technician. */
export async function activeMembers(scope: Scope, roles?: BuiltInRole[]) {
  const members = await listMembers(scope)
  return members.filter(
    (member) => member.active && (!roles || (roles as string[]).includes(member.role))
  )
}

/**
 * Adds a member with a first password. A person who has an account already keeps their own.
 * @throws RuleError naming `email`
 */
export async function addMember(
  scope: Scope,
  input: { name: string; email: string; role: BuiltInRole; password: string }
): Promise<Membership> {
  scope.ensure('kernel.member.manage')
  ensureMayGrant(scope, input.role)
  const email = input.email.trim().toLowerCase()
  return scope.work(async (unit) => {
    const user =
      (await User.query({ client: unit.trx }).where('email', email).first()) ??
      (await User.create(
        {
          name: input.name,
          email,
          password: input.password,
          lastOrganisationId: scope.organisationId,
        },
        { client: unit.trx }
      ))
    const existing = await Membership.query({ client: unit.trx })
      .where({ organisation_id: scope.organisationId, user_id: user.id })
      .first()
    if (existing) {
      throw new RuleError('E_MEMBER_EXISTS', 'This person is a member already.', {
        field: 'email',
        next: 'Change the role in the list instead.',
      })
    }
    return Membership.create(
      { organisationId: scope.organisationId, userId: user.id, role: input.role, active: true },
      { client: unit.trx }
    )
  })
}

/**
 * Changes the role of a member, or whether the member is active. Takes effect with the member's next
 * request. The last active owner stays.
 */
export async function updateMember(
  scope: Scope,
  id: string,
  changes: { role?: BuiltInRole; active?: boolean }
): Promise<Membership> {
  scope.ensure('kernel.member.manage')
  if (changes.role) ensureMayGrant(scope, changes.role)
  return scope.work(async (unit) => {
    const owners = await lockOwners(unit)
    const membership = await Membership.query({ client: unit.trx })
      .where({ id, organisation_id: scope.organisationId })
      .forUpdate()
      .first()
    if (!membership) throw new NotFoundError('member')
    if (membership.role === 'owner') ensureMayGrant(scope, 'owner')
    membership.merge(changes)
    const staysOwner = membership.role === 'owner' && membership.active
    if (owners.includes(id) && !staysOwner && owners.length === 1) {
      throw new RuleError('E_LAST_OWNER', 'An organisation needs one active owner.', {
        field: 'role',
        next: 'Make somebody else an owner first.',
      })
    }
    return membership.useTransaction(unit.trx).save()
  })
}

async function lockOwners(unit: Unit): Promise<string[]> {
  const rows = await unit.rows<{ id: string }>(
    `select id from memberships
      where organisation_id = ? and role = 'owner' and active order by id for update`,
    [unit.scope.organisationId]
  )
  return rows.map((row) => row.id)
}

/** Nobody can make somebody more than they are: only an owner makes owners. */
function ensureMayGrant(scope: Scope, role: BuiltInRole) {
  if (role === 'owner' && scope.role !== 'owner' && scope.role !== null) {
    throw new RuleError('E_ROLE_ABOVE_OWN', 'Only an owner can do this.', {
      field: 'role',
      next: 'Ask an owner, or choose another role.',
    })
  }
}
