import type { Authority } from '../access/authority.ts'
import type { BuiltInRole } from '../http/page_types.ts'
import type { ModuleState } from '../modules/states.ts'
import type { ScopeBranch, ScopeOrganisation } from './scope.ts'

/** Membership as `kernel_open_scope` tells it. */
export interface MembershipAnswer {
  id: string
  kind: 'person' | 'service'
  role: BuiltInRole | 'custom'
  roleId: string | null
  roleName: string | null
  base: BuiltInRole | null
  roleGrants: string[] | null
  roleDenials: string[] | null
  grants: string[]
  branchIds: string[]
  userId: string | null
  userName: string
  twoFactor: boolean
}

/** A partner who was let in for a limited time. */
export interface PartnerAnswer {
  id: string
  name: string
  accessId: string
  role: BuiltInRole
  /** ISO instant. */
  expiresAt: string
  userId: string
  userName: string
}

/** What the database function `kernel_open_scope` knows of an organisation and a reader. */
export interface ScopeAnswer {
  organisation: Omit<ScopeOrganisation, 'legalName' | 'financialYearStart'> & {
    legal_name: string
    financial_year_start: number
    suspended_at: string | null
    suspended_reason: string | null
    partner_id: string | null
    two_factor_roles: string[]
    brand: Record<string, unknown>
  }
  membership: MembershipAnswer | null
  partner: PartnerAnswer | null
  modules: Record<string, ModuleState>
  branches: ScopeBranch[]
}

/** Answer for a session that was revoked or has run out. */
export interface EndedSession {
  session: 'ended'
}

/** What the membership's permissions come from. */
export function authorityOf(
  membership: Pick<MembershipAnswer, 'role' | 'base' | 'roleGrants' | 'roleDenials' | 'grants'>
): Authority {
  return {
    role: membership.role,
    base: membership.base,
    roleGrants: membership.roleGrants ?? [],
    roleDenials: membership.roleDenials ?? [],
    grants: membership.grants,
  }
}

/** Role as shown to people. */
export function roleNameOf(role: string, name: string | null): string {
  return name ?? `${role.charAt(0).toUpperCase()}${role.slice(1)}`
}
