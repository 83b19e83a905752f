import { isVisible } from '../access/visibility.ts'
import { KarkhanaError } from '../errors.ts'
import { ruleOfTable } from '../live/access.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import { memberScope } from '../tenancy/open_scope.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'

/** The member as they would open the page; `null` when they cannot sign in here. */
export async function scopeOfMember(unit: Unit, memberId: string): Promise<Scope | null> {
  try {
    const member = await memberScope({ organisationId: unit.scope.organisationId, memberId })
    return member?.actor.kind === 'user' && member.actor.id ? member : null
  } catch (error) {
    // Somebody who has to set up a second factor first is told nothing yet.
    if (error instanceof KarkhanaError && error.code === 'E_TWO_FACTOR_REQUIRED') return null
    throw error
  }
}

/** Whether the member may see the record now, and wants to hear of it. Of no record everybody may be told. */
export async function mayBeTold(
  unit: Unit,
  member: Scope,
  record: { table: string; id: string } | null
): Promise<boolean> {
  if (!record) return true
  const owner = ruleOfTable(installedRegistry(), record.table)
  if (!owner) return false
  const { organisationId } = unit.scope
  const { module, rule } = owner
  if (!member.readable(module) || (rule.view !== null && !member.can(rule.view))) return false
  const columns = ['id', rule.own?.column, rule.branch].filter((each) => typeof each === 'string')
  const row = (await unit
    .from(rule.table)
    .where({ organisation_id: organisationId, id: record.id })
    .select(...columns)
    .first()) as Record<string, string | null> | null
  if (!row || !isVisible(member, rule, row)) return false
  const branch = rule.branch ? row[rule.branch] : null
  if (branch && member.branchIds && !member.branchIds.includes(branch)) return false
  const muted: unknown = await unit
    .from('notification_mutes')
    .where({
      organisation_id: organisationId,
      member_id: member.actor.memberId,
      table_name: record.table,
      record_id: record.id,
    })
    .select('id')
    .first()
  return !muted
}
