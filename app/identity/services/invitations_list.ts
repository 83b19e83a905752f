import { NotFoundError, RuleError } from '../../errors.ts'
import { defineList, type ListQuery } from '../../lists/define_list.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import type { InvitationKind, InvitationState } from '../models/invitation.ts'

/** An invitation as the list and the API show it; never its secret. */
export interface InvitationRow {
  id: string
  kind: InvitationKind
  email: string | null
  roleName: string
  /** Branches the guest is limited to; empty for all. */
  branches: { id: string; name: string }[]
  state: InvitationState
  /** The last two characters of the secret. */
  hint: string
  uses: number
  maxUses: number
  /** ISO instants. */
  expiresAt: string
  createdAt: string
  invitedBy: string
  /** Who joined by it. */
  joined: { name: string; at: string }[]
}

interface RawInvitation extends Omit<InvitationRow, 'expiresAt' | 'createdAt'> {
  expiresAt: Date
  createdAt: Date
}

const STATES: { value: InvitationState; label: string; condition: string }[] = [
  {
    value: 'open',
    label: 'Open',
    condition: 'i.revoked_at is null and i.uses < i.max_uses and i.expires_at > now()',
  },
  { value: 'used', label: 'Used up', condition: 'i.revoked_at is null and i.uses >= i.max_uses' },
  {
    value: 'expired',
    label: 'Expired',
    condition: 'i.revoked_at is null and i.uses < i.max_uses and i.expires_at <= now()',
  },
  { value: 'withdrawn', label: 'Withdrawn', condition: 'i.revoked_at is not null' },
]
const KINDS: { value: InvitationKind; label: string }[] = [
  { value: 'email', label: 'By e-mail' },
  { value: 'link', label: 'By link' },
  { value: 'code', label: 'By code' },
]

/** Every invitation of the organisation, for page and API, newest first. */
export const invitationList = defineList<RawInvitation, InvitationRow>({
  from: invitations,
  id: 'i.id',
  search: (query, term) => {
    const pattern = `%${term.replace(/[\\%_]/g, '\\$&')}%`
    query.where((any) => {
      any.whereILike('i.email', pattern).orWhereILike('i.invited_by', pattern)
    })
  },
  filters: {
    state: {
      label: 'State',
      options: STATES.map(({ value, label }) => ({ value, label })),
      apply: (query, value) => {
        query.whereRaw(choice('state', value, STATES).condition)
      },
    },
    kind: {
      label: 'Kind',
      options: KINDS,
      apply: (query, value) => {
        query.where('i.kind', choice('kind', value, KINDS).value)
      },
    },
  },
  sorts: {
    newest: {
      label: 'Newest first',
      column: 'i.created_at',
      type: 'timestamptz',
      direction: 'desc',
    },
  },
  defaultSort: 'newest',
  row: view,
})

/** One invitation with who joined by it. @throws NotFoundError */
export async function invitationRecord(scope: Scope, id: string): Promise<InvitationRow> {
  return scope.read(async (unit) => {
    const raw = (await invitations(unit).where('i.id', id).first()) as RawInvitation | null
    if (!raw) throw new NotFoundError('invitation')
    return view(raw)
  })
}

/** A reader who is limited to branches sees the invitations that lead there. */
const IN_BRANCHES_OF_READER =
  "(kernel_branch_ids() is null or i.branch_ids = '{}' or i.branch_ids && kernel_branch_ids())"

function invitations(unit: Unit): ListQuery {
  const cases = STATES.map(({ value, condition }) => `when ${condition} then '${value}'`)
  return unit
    .from('invitations as i')
    .joinRaw('left join roles r on r.organisation_id = i.organisation_id and r.id = i.role_id')
    .whereRaw(IN_BRANCHES_OF_READER)
    .select(
      'i.id',
      'i.kind',
      'i.email',
      'i.hint',
      'i.uses',
      unit.trx.raw('i.max_uses as "maxUses"'),
      unit.trx.raw('i.expires_at as "expiresAt"'),
      unit.trx.raw('i.created_at as "createdAt"'),
      unit.trx.raw('i.invited_by as "invitedBy"'),
      unit.trx.raw('coalesce(r.name, initcap(i.role)) as "roleName"'),
      unit.trx.raw(`case ${cases.join(' ')} end as state`),
      unit.trx.raw(`(select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'name', b.name)
         order by b.position, b.code), '[]') from branches b where b.id = any(i.branch_ids)) as branches`),
      unit.trx
        .raw(`(select coalesce(jsonb_agg(jsonb_build_object('name', u.user_name, 'at', u.created_at)
         order by u.created_at), '[]') from invitation_uses u where u.invitation_id = i.id) as joined`)
    )
}

function view({ expiresAt, createdAt, ...invitation }: RawInvitation): InvitationRow {
  return {
    ...invitation,
    expiresAt: expiresAt.toISOString(),
    createdAt: createdAt.toISOString(),
  }
}

function choice<Choice extends { value: string }>(
  filter: string,
  value: string,
  choices: Choice[]
): Choice {
  const found = choices.find((each) => each.value === value)
  if (found) return found
  throw new RuleError('E_LIST_PARAMETER', 'This is not a choice of the filter.', {
    field: filter,
    next: `Use one of: ${choices.map((each) => each.value).join(', ')}.`,
  })
}
