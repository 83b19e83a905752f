import { activeMembers } from '../identity/services/members.ts'
import { notifyMembers } from '../notifications/notify.ts'
import type { Unit } from '../tenancy/unit.ts'
import { aiSettings } from './settings.ts'

/** Part of the budget after which owners are told, in per cent. */
const MOST = 80

/** Tells the owners, once a month, that most of the budget is used. */
export async function warnOfBudget(
  unit: Unit,
  { id, month, spent, warned }: { id: string; month: string; spent: number; warned: boolean }
) {
  const { monthlyPaise } = await aiSettings(unit)
  if (warned || spent * 100 < monthlyPaise * MOST) return
  const { organisationId } = unit.scope
  await unit.rows('update ai_months set warned_at = now() where organisation_id = ? and id = ?', [
    organisationId,
    id,
  ])
  const owners = await activeMembers(unit.scope, ['owner'])
  await notifyMembers(unit, {
    reason: 'budget',
    members: owners.map((owner) => owner.id),
    title: `AI ${month.slice(0, 7)}: ${MOST} %`,
    href: '/settings/ai',
  })
}
