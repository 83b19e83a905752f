import { RuleError, NotFoundError } from '../errors.ts'
import { resumeParked } from '../jobs/parking.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { systemScope } from '../tenancy/open_scope.ts'
import type { ModuleRegistry } from './registry.ts'
import { planSwitch, type SwitchPlan } from './plan.ts'
import type { ModuleState } from './states.ts'

/** What switching would do, read from the present states. Changes nothing. */
export async function previewSwitch(
  scope: Scope,
  registry: ModuleRegistry,
  moduleId: string,
  to: ModuleState
): Promise<SwitchPlan> {
  if (!registry.get(moduleId)) throw new NotFoundError('module')
  return scope.read(async (unit) =>
    planSwitch(registry.manifests(), await states(unit), moduleId, to)
  )
}

/**
 * Switches a module for the organisation of `scope`, with the modules it requires. Runs no DDL and
 * touches no row of a module beyond what its `onEnable` seeds.
 * @throws RuleError E_MODULE_REQUIRED naming the dependants that are still on
 */
export async function switchModule(
  scope: Scope,
  registry: ModuleRegistry,
  moduleId: string,
  to: ModuleState
): Promise<SwitchPlan> {
  scope.ensure('kernel.module.switch')
  if (!registry.get(moduleId)) throw new NotFoundError('module')
  return scope.work(async (unit) => {
    const plan = planSwitch(registry.manifests(), await states(unit, true), moduleId, to)
    if (plan.refused) {
      throw new RuleError('E_MODULE_REQUIRED', plan.refused.message, {
        next: 'Switch those off first.',
        meta: { dependants: plan.refused.dependants },
      })
    }
    for (const step of plan.steps) await writeState(unit, step.module, step.to)
    if (to === 'enabled') {
      await runEnableHooks(
        scope,
        registry,
        plan.steps.map((step) => step.module)
      )
      for (const step of plan.steps) await resumeParked(unit, step.module)
    }
    return plan
  })
}

/** Seeds what the modules need, in their order, inside the open unit. */
export async function runEnableHooks(scope: Scope, registry: ModuleRegistry, moduleIds: string[]) {
  const inside = await systemScope(scope.organisationId, 'module.enable', scope.requestId)
  for (const id of moduleIds) {
    const hook = await registry.get(id)?.manifest.onEnable?.()
    await hook?.default(inside)
  }
}

async function states(unit: Unit, lock = false): Promise<Map<string, ModuleState>> {
  const rows = await unit.rows<{ module_id: string; state: ModuleState | 'available' }>(
    `select module_id, state from organisation_modules
      where organisation_id = ? and entitled ${lock ? 'for update' : ''}`,
    [unit.scope.organisationId]
  )
  return new Map(
    rows.flatMap((row) => (row.state === 'available' ? [] : [[row.module_id, row.state]]))
  )
}

/**
 * @internal Writes one state in the open unit. The entitlement is written with the first row of the module, and
 * stays as it is afterwards; what is enabled is entitled.
 */
export async function writeState(
  unit: Unit,
  moduleId: string,
  state: ModuleState | 'available',
  entitled = true
) {
  await unit.rows(
    `insert into organisation_modules (organisation_id, module_id, entitled, state, changed_by)
     values (?, ?, ?, ?, ?)
     on conflict (organisation_id, module_id)
     do update set state = excluded.state, changed_at = now(), changed_by = excluded.changed_by,
                   entitled = organisation_modules.entitled or excluded.state = 'enabled'`,
    [unit.scope.organisationId, moduleId, entitled, state, unit.scope.actor.name]
  )
}
