import { RuleError } from '../errors.ts'
import { sentencesFor } from '../lang/sentences.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { effectsOf } from './effects.ts'
import { PlanChangedError } from './errors.ts'
import { runDisableHooks, runEnableHooks } from './hooks.ts'
import { readModules, writeState, type ModuleRows } from './module_rows.ts'
import { planSwitch, type PlanStep, type SwitchPlan } from './plan.ts'
import type { ModuleRegistry } from './registry.ts'
import { endPurgeRequests, purgesAskedFor } from './purge/withdraw.ts'
import type { ChosenState } from './states.ts'
import { resumeWork, waitingWork } from './waiting_work.ts'

/** What switching would do, read from the present states. Changes nothing. */
export async function previewSwitch(
  scope: Scope,
  registry: ModuleRegistry,
  moduleId: string,
  to: ChosenState
): Promise<SwitchPlan> {
  registry.manifestOf(moduleId)
  return scope.read(async (unit) => {
    const rows = await readModules(unit, registry)
    const plan = planSwitch(registry.manifests(), rows, moduleId, to, sentencesFor(scope))
    if (plan.refused && !plan.refused.together) return plan
    return { ...plan, effects: await effects(unit, registry, rows, plan) }
  })
}

export interface SwitchOptions {
  /**
   * The modules that the plan named. Given, all of its steps are done, also those of modules that still need this one;
   * when it would be others by now, nothing happens.
   */
  shown?: string[]
}

/**
 * Switches a module for the organisation of `scope`, with the modules it requires and the bridges that follow. Runs no
 * DDL and touches no row of a module beyond what its lifecycle hooks write.
 * @throws RuleError E_MODULE_REQUIRED naming the dependants that are still on, E_MODULE_NOT_ENTITLED, E_MODULE_STATE,
 * E_MODULE_REQUIREMENT_OFF, E_MODULE_OUT_OF_ORDER, PlanChangedError
 */
export async function switchModule(
  scope: Scope,
  registry: ModuleRegistry,
  moduleId: string,
  to: ChosenState,
  { shown }: SwitchOptions = {}
): Promise<SwitchPlan> {
  scope.ensure('kernel.module.switch')
  registry.manifestOf(moduleId)
  return scope.work(async (unit) => {
    const rows = await readModules(unit, registry, 'for update')
    const plan = planSwitch(registry.manifests(), rows, moduleId, to, sentencesFor(scope))
    if (plan.refused && !(shown && plan.refused.together)) {
      const { code, message, next, dependants } = plan.refused
      throw new RuleError(code, message, { next, meta: { dependants } })
    }
    if (shown && !sameModules(plan.steps, shown)) throw new PlanChangedError()
    const done = { ...plan, refused: null, effects: await effects(unit, registry, rows, plan) }
    await takeSteps(unit, registry, rows, plan.steps)
    return done
  })
}

/** Whether the steps change exactly these modules. */
export function sameModules(steps: PlanStep[], shown: string[]): boolean {
  const actual = steps.map((step) => step.module).sort()
  return actual.join() === [...shown].sort().join()
}

/** @internal Does the steps of a plan in the open unit: what goes off says goodbye, what comes on is seeded. */
export async function takeSteps(
  unit: Unit,
  registry: ModuleRegistry,
  { versions }: Pick<ModuleRows, 'versions'>,
  steps: PlanStep[]
) {
  const leaving = steps.filter(({ from, to }) => from === 'enabled' && to !== 'enabled')
  const coming = steps.filter(({ to }) => to === 'enabled').map(({ module }) => module)
  const ids = leaving.map(({ module }) => module)
  if (ids.length > 0) await runDisableHooks(unit, registry, ids)
  for (const { module, to, automatic } of steps) {
    const version = to === 'enabled' ? registry.manifestOf(module).version : undefined
    await writeState(unit, module, to, { automatic, version })
  }
  if (coming.length > 0) await runEnableHooks(unit, registry, coming, versions)
  for (const module of coming) {
    await endPurgeRequests(unit, module)
    await resumeWork(unit, module)
  }
}

async function effects(unit: Unit, registry: ModuleRegistry, rows: ModuleRows, plan: SwitchPlan) {
  const ids = plan.steps.map(({ module }) => module)
  const outdated = [...rows.versions].filter(
    ([id, version]) => registry.get(id) && registry.get(id)!.manifest.version !== version
  )
  return effectsOf(
    registry.manifests(),
    rows,
    plan,
    {
      ...(await waitingWork(unit, ids)),
      versions: new Map(outdated),
      purges: await purgesAskedFor(unit, ids),
    },
    sentencesFor(unit.scope)
  )
}
