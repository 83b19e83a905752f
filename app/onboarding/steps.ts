import { labelIn } from '../lang/translate.ts'
import { contributed, fewAtOnce } from '../modules/contributed.ts'
import { activeModules } from '../modules/gate.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { realRow } from '../samples/real.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { Onboarding, OnboardingStep, ShownStep } from './declaration.ts'
import { KERNEL_STEPS } from './kernel_steps.ts'

/**
 * The first steps of the reader: of the kernel and of modules that are on, with the permission and for the role that
 * each asks for, and which of them are done. The steps of one module are counted in one read unit that ends with the
 * deadline of contributions; a module that fails takes its own steps away and no others.
 */
export async function onboardingOf(
  registry: Pick<ModuleRegistry, 'manifests'>,
  scope: Scope
): Promise<Onboarding> {
  const owners = [
    { id: 'kernel', onboarding: KERNEL_STEPS },
    ...activeModules(registry.manifests(), scope),
  ]
  const parts = await fewAtOnce(
    owners.map(
      ({ id, onboarding }) =>
        () =>
          stepsOf(scope, id, onboarding)
    )
  )
  const steps = parts
    .flat()
    .sort((a, b) => a.order - b.order)
    .map(({ order, ...step }) => step)
  const asked = steps.filter(({ optional }) => !optional)
  return {
    steps,
    done: asked.filter(({ done }) => done).length,
    total: asked.length,
    next: asked.find(({ done }) => !done) ?? null,
  }
}

type PlacedStep = ShownStep & { order: number }

async function stepsOf(
  scope: Scope,
  module: string,
  declared: readonly OnboardingStep[]
): Promise<PlacedStep[]> {
  const steps = declared.filter((step) => isFor(scope, step))
  if (steps.length === 0) return []
  const say = (label: string) => labelIn(scope.language, module, label)
  const read = await contributed(scope, { module, slot: `${module}.onboarding` }, () =>
    scope.read((unit) => countedIn(unit, steps))
  )
  if ('failed' in read) return []
  return steps.map(({ id, title, why, href, icon, order, minutes, optional = false }, index) => ({
    ...{ id, href, icon, order, minutes, optional },
    title: say(title),
    why: say(why),
    done: read.value[index],
  }))
}

/** Roles of the organisation's own are shown every step that they may do. */
function isFor(scope: Scope, { permission, roles }: OnboardingStep): boolean {
  const meant =
    !roles || !scope.role || scope.role === 'custom' || roles.includes(scope.role as never)
  return meant && scope.can(permission)
}

/** Whether each of the steps is done. */
export async function countedIn(unit: Unit, steps: readonly OnboardingStep[]): Promise<boolean[]> {
  const done: boolean[] = []
  for (const step of steps) done.push(await isDone(unit, step))
  return done
}

async function isDone(unit: Unit, { done }: OnboardingStep): Promise<boolean> {
  if (typeof done === 'function') return (await done()).default(unit)
  return realRow(unit, done.table, done.where)
}
