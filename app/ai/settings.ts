import { activeModules } from '../modules/gate.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { RuleError } from '../errors.ts'
import type { AiPurpose } from './purpose.ts'

/** What an organisation spends in a month until it chooses otherwise: 500 rupees, in paise. */
export const USUAL_BUDGET = 50_000

/** What an owner has chosen about language models. */
export interface AiSettings {
  /** What they may cost in a calendar month of the organisation, in paise. */
  monthlyPaise: number
  /** Ids of the purposes that are switched on. */
  purposes: string[]
}

/** A purpose with the module that has it. */
export interface OfferedPurpose extends AiPurpose {
  module: string
}

/** What the modules in use may ask language models for. */
export function purposesOf(scope: Pick<Scope, 'modules'>): OfferedPurpose[] {
  return activeModules(installedRegistry().manifests(), scope).flatMap(({ id, aiPurposes }) =>
    aiPurposes.map((purpose) => ({ ...purpose, module: id }))
  )
}

/** What holds now, in the open unit. */
export async function aiSettings(unit: Unit): Promise<AiSettings> {
  const [row] = await unit.rows<{ monthly_paise: string; purposes: string[] }>(
    'select monthly_paise, purposes from ai_settings where organisation_id = ?',
    [unit.scope.organisationId]
  )
  if (!row) return { monthlyPaise: USUAL_BUDGET, purposes: [] }
  return { monthlyPaise: Number(row.monthly_paise), purposes: row.purposes }
}

/**
 * Saves what models may cost and be asked for.
 * @throws ForbiddenError, RuleError E_MODEL_PURPOSES at `purposes`
 */
export async function saveAiSettings(scope: Scope, chosen: AiSettings): Promise<AiSettings> {
  scope.ensure('kernel.ai.manage')
  const known = purposesOf(scope).map(({ id }) => id)
  const unknown = chosen.purposes.filter((id) => !known.includes(id))
  if (unknown.length > 0) {
    throw new RuleError('E_MODEL_PURPOSES', `No module in use asks for ${unknown.join(', ')}.`, {
      field: 'purposes',
      next: 'Reload the page and choose among the purposes that it shows.',
    })
  }
  return scope.work(async (unit) => {
    // Purposes of modules that are off for a while keep their switch
    const before = await aiSettings(unit)
    const kept = before.purposes.filter((id) => !known.includes(id))
    const purposes = [...new Set([...kept, ...chosen.purposes])].sort()
    await unit.rows(
      `insert into ai_settings (organisation_id, id, monthly_paise, purposes) values (?, ?, ?, ?)
       on conflict (organisation_id, id)
       do update set monthly_paise = excluded.monthly_paise, purposes = excluded.purposes`,
      [scope.organisationId, scope.organisationId, chosen.monthlyPaise, purposes]
    )
    return { monthlyPaise: chosen.monthlyPaise, purposes }
  })
}
