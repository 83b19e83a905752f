import db from '@adonisjs/lucid/services/db'
import { v7 as uuidv7 } from 'uuid'
import { builtIn } from '../../access/authority.ts'
import { ensureMayGive } from '../../access/giving.ts'
import { NotFoundError, RuleError } from '../../errors.ts'
import type { BuiltInRole } from '../../http/page_types.ts'
import { noteSecurityEvent } from '../../identity/services/security_events.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'

/** Roles that a partner may be let in with; an owner's view is the owner's. */
export const ACCESS_ROLES = ['admin', 'manager', 'accountant', 'technician'] as const

export type AccessRole = (typeof ACCESS_ROLES)[number]

/** Hours that an access lasts at most: two weeks. */
export const LONGEST_HOURS = 14 * 24

/** One time that the partner was let in, as both sides see it. */
export interface AccessRow {
  id: string
  role: BuiltInRole
  reason: string
  grantedBy: string
  /** ISO instants. */
  grantedAt: string
  expiresAt: string
  revokedAt: string | null
  state: 'open' | 'ended' | 'expired'
  /** Pages that were looked at. */
  views: number
}

/** Who looks after the organisation, if anybody. */
export async function partnerOf(scope: Scope): Promise<{ id: string; name: string } | null> {
  const { partnerId } = scope.organisation
  if (!partnerId) return null
  return db.from('partners').where('id', partnerId).select('id', 'name').first()
}

/** Every time that a partner was let in, newest first; the last 100. */
export async function listAccess(scope: Scope): Promise<AccessRow[]> {
  return scope.read((unit) => readAccess(unit))
}

/** @internal Of `partnerId` alone, when given. */
export async function readAccess(unit: Unit, partnerId?: string): Promise<AccessRow[]> {
  return unit.rows<AccessRow>(
    `select a.id, a.role, a.reason, a.granted_by as "grantedBy", a.created_at as "grantedAt",
            a.expires_at as "expiresAt", a.revoked_at as "revokedAt",
            case when a.revoked_at is not null then 'ended'
                 when a.expires_at <= now() then 'expired' else 'open' end as state,
            (select count(*)::int from partner_views v
              where v.organisation_id = a.organisation_id and v.access_id = a.id) as views
       from partner_access a ${partnerId ? 'where a.partner_id = ?' : ''}
      order by a.created_at desc, a.id desc limit 100`,
    partnerId ? [partnerId] : []
  )
}

/**
 * Lets the partner look into the organisation for `hours`, with what the role may see. Nothing can be changed by it.
 * @throws ForbiddenError
 * @throws RuleError E_NO_PARTNER, E_ACCESS_OPEN, E_ROLE_ABOVE_OWN, naming `role` or `hours`
 */
export async function grantAccess(
  scope: Scope,
  registry: ModuleRegistry,
  { role, reason, hours }: { role: AccessRole; reason: string; hours: number }
): Promise<{ id: string; expiresAt: Date }> {
  scope.ensure('kernel.partner_access.manage')
  if (!(hours >= 1 && hours <= LONGEST_HOURS)) {
    throw new RuleError('E_ACCESS_HOURS', 'Choose between 1 hour and 14 days.', { field: 'hours' })
  }
  ensureMayGive(scope, registry, builtIn(role), [])
  const partner = await partnerOf(scope)
  if (!partner) {
    throw new RuleError('E_NO_PARTNER', 'No partner looks after this organisation.', {
      next: 'There is nobody to let in.',
    })
  }
  return scope.work(async (unit) => {
    await ensureNoneOpen(unit)
    const id = uuidv7()
    const expiresAt = scope.now().plus({ hours }).toJSDate()
    await unit.rows(
      `insert into partner_access
         (organisation_id, id, partner_id, role, reason, granted_by, expires_at)
       values (?, ?, ?, ?, ?, ?, ?)`,
      [scope.organisationId, id, partner.id, role, reason, scope.actor.name, expiresAt]
    )
    await note(unit, 'partner.access_granted', partner.id, {
      role,
      reason,
      until: expiresAt.toISOString(),
    })
    return { id, expiresAt }
  })
}

/**
 * Ends an access at once: the partner's next click leads away.
 * @throws ForbiddenError, NotFoundError
 */
export async function endAccess(scope: Scope, id: string): Promise<void> {
  scope.ensure('kernel.partner_access.manage')
  await scope.work(async (unit) => {
    const [access] = await unit.rows<{ partner_id: string; open: boolean }>(
      `select partner_id, revoked_at is null and expires_at > now() as open
         from partner_access where id = ? for update`,
      [id]
    )
    if (!access) throw new NotFoundError('access')
    if (!access.open) return
    await unit.rows('update partner_access set revoked_at = now() where id = ?', [id])
    await note(unit, 'partner.access_revoked', access.partner_id, {})
  })
}

/** One at a time, so that everybody knows what is open; two requests at once wait for each other. */
async function ensureNoneOpen(unit: Unit) {
  await unit.rows('select id from organisations where id = ? for no key update', [
    unit.scope.organisationId,
  ])
  const [open] = await unit.rows(
    'select 1 from partner_access where revoked_at is null and expires_at > now() limit 1'
  )
  if (!open) return
  throw new RuleError('E_ACCESS_OPEN', 'Your partner has been let in already.', {
    next: 'End that access first.',
  })
}

function note(
  unit: Unit,
  kind: 'partner.access_granted' | 'partner.access_revoked',
  partnerId: string,
  details: Record<string, string>
) {
  const { scope } = unit
  return noteSecurityEvent(
    {
      kind,
      userId: scope.actor.kind === 'user' ? scope.actor.id : null,
      organisationId: scope.organisationId,
      partnerId,
      details: { by: scope.actor.name, ...details },
    },
    { ip: scope.ip, userAgent: null, sessionId: null },
    unit.trx
  )
}
