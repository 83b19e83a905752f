import { RuleError, NotFoundError } from '../errors.ts'
import { resumeParked } from '../jobs/parking.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { systemScope } from '../tenancy/open_scope.ts'
import type { ModuleRegistry } from './registry.ts'
import { planSwitch, type SwitchPlan } from './plan.ts'
import type { ChosenState, ModuleState } from './states.ts'

/** What switching would do, read from the present states. Changes nothing. */
export async function previewSwitch(
  scope: Scope,
  registry: ModuleRegistry,
  moduleId: string,
  to: ChosenState
): Promise<SwitchPlan> {
  if (!registry.get(moduleId)) throw new NotFoundError('module')
  return scope.read((unit) => plan(unit, registry, moduleId, to))
}

/**
 * Switches a module for the organisation of `scope`, with the modules it requires. Runs no DDL and
 * touches no row of a module beyond what its `lifecycle.enable` seeds.
 * @throws RuleError E_MODULE_REQUIRED naming the dependants that are still on, E_MODULE_NOT_ENTITLED
 */
export async function switchModule(
  scope: Scope,
  registry: ModuleRegistry,
  moduleId: string,
  to: ChosenState
): Promise<SwitchPlan> {
  scope.ensure('kernel.module.switch')
  if (!registry.get(moduleId)) throw new NotFoundError('module')
  return scope.work(async (unit) => {
    const switching = await plan(unit, registry, moduleId, to, 'for update')
    if (switching.refused) {
      const { code, message, next, dependants } = switching.refused
      throw new RuleError(code, message, { next, meta: { dependants } })
    }
    for (const step of switching.steps) await writeState(unit, step.module, step.to)
    if (to === 'enabled') {
      await runEnableHooks(
        scope,
        registry,
        switching.steps.map((step) => step.module)
      )
      for (const step of switching.steps) await resumeParked(unit, step.module)
    }
    return switching
  })
}

async function plan(
  unit: Unit,
  registry: ModuleRegistry,
  moduleId: string,
  to: ChosenState,
  lock: '' | 'for update' = ''
) {
  const { states, entitled } = await readModules(unit, registry, lock)
  return planSwitch(registry.manifests(), states, moduleId, to, entitled)
}

/** Seeds what the modules need, in their order, inside the open unit. */
export async function runEnableHooks(scope: Scope, registry: ModuleRegistry, moduleIds: string[]) {
  const inside = await systemScope(scope.organisationId, 'module.enable', scope.requestId)
  for (const id of moduleIds) {
    const hook = await registry.get(id)?.manifest.lifecycle.enable?.()
    await hook?.default(inside)
  }
}

/**
 * @internal What the organisation is entitled to and what it uses, as the open unit sees it. Who looks after itself,
 * without a partner, is entitled to everything that is installed.
 */
export async function readModules(
  unit: Unit,
  registry: ModuleRegistry,
  lock: '' | 'for update' = ''
): Promise<{ states: Map<string, ModuleState>; entitled: Set<string> }> {
  const rows = await unit.rows<{
    module_id: string
    state: ModuleState | 'available'
    entitled: boolean
  }>(
    `select module_id, state, entitled from organisation_modules
      where organisation_id = ? order by module_id ${lock}`,
    [unit.scope.organisationId]
  )
  const entitled = unit.scope.organisation.partnerId
    ? rows.filter((row) => row.entitled).map((row) => row.module_id)
    : registry.manifests().map((manifest) => manifest.id)
  const used = rows.filter((row) => row.entitled && row.state !== 'available')
  return {
    states: new Map(used.map((row) => [row.module_id, row.state as ModuleState])),
    entitled: new Set(entitled),
  }
}

/** The modules that the organisation may switch on. */
export async function entitledModules(
  scope: Scope,
  registry: ModuleRegistry
): Promise<ReadonlySet<string>> {
  const { entitled } = await scope.read((unit) => readModules(unit, registry))
  return entitled
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
