import { NotFoundError, RuleError } from '../../errors.ts'
import { readModules } from '../../modules/module_rows.ts'
import type { Language } from '../../lang/declaration.ts'
import { sentencesIn, type Sentences } from '../../lang/sentences.ts'
import { moduleIn } from '../../modules/module_words.ts'
import { moduleRows, type ModuleRow } from '../../modules/overview.ts'
import type { SwitchPlan } from '../../modules/plan.ts'
import { planWithdrawal } from '../../modules/plan_off.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import { previewSwitch, sameModules, switchModule, takeSteps } from '../../modules/switching.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { PlanChangedError } from '../errors.ts'
import type { PartnerScope } from '../partner_scope.ts'
import { noteByPartner, scopeInside, workInside } from './inside.ts'

/** What a partner does with a module of an organisation: whether it may be used, and whether it is. */
export type ModuleChange = 'entitled' | 'withdrawn' | 'enabled' | 'paused'

/** What a change would do, with the modules that go off by it. */
export type ModulePlan = Pick<SwitchPlan, 'steps' | 'refused' | 'effects'>

/** The installed modules, and what they are to this organisation. */
export async function modulesInside(
  partner: PartnerScope,
  registry: ModuleRegistry,
  id: string
): Promise<ModuleRow[]> {
  partner.ensure('partner.view')
  const rows = await moduleRows(await scopeInside(partner, id), registry)
  return rows.map((row) => moduleIn((owner, label) => partner.say(label, owner), row))
}

/** What a change would do, read from the present states. Changes nothing. */
export async function previewModule(
  partner: PartnerScope,
  registry: ModuleRegistry,
  id: string,
  moduleId: string,
  change: ModuleChange
): Promise<ModulePlan> {
  partner.ensure('partner.view')
  const { tell, name } = sentencesIn(partner.language)
  const module = { id: moduleId, name: name({ id: moduleId, name: nameOf(registry, moduleId) }) }
  const scope = (await scopeInside(partner, id)).with({ language: partner.language })
  if (change === 'enabled' || change === 'paused') {
    return forPartner(tell, await previewSwitch(scope, registry, moduleId, change))
  }
  return scope.read(async (unit) =>
    change === 'entitled'
      ? { steps: [], refused: null, effects: [tell('The owner may switch {name} on.', module)] }
      : withdrawal(partner.language, module, await stepsOf(unit, registry, moduleId))
  )
}

/**
 * Entitles, withdraws, switches on or off. `shown` are the modules that the plan named: when it would be others by now,
 * nothing happens. Withdrawing needs it; switching does the whole plan with it, also for modules in the way.
 * @throws PlanChangedError, RuleError E_MODULE_REQUIRED, E_MODULE_NOT_ENTITLED
 */
export async function changeModule(
  partner: PartnerScope,
  registry: ModuleRegistry,
  id: string,
  moduleId: string,
  { to, shown }: { to: ModuleChange; shown?: string[] }
): Promise<void> {
  nameOf(registry, moduleId)
  await workInside(partner, id, async (unit) => {
    if (to === 'entitled') await entitle(unit, moduleId)
    else if (to === 'withdrawn') await withdraw(unit, registry, moduleId, shown ?? [])
    else await switchFor(unit, registry, moduleId, to, shown)
    const kind =
      to === 'entitled'
        ? 'module.entitled'
        : to === 'withdrawn'
          ? 'module.withdrawn'
          : 'module.switched'
    const goesOff = to === 'withdrawn' || to === 'paused'
    const details = {
      module: nameOf(registry, moduleId),
      to,
      ...(goesOff && shown && shown.length > 0 && { off: shown.join(', ') }),
    }
    await noteByPartner(partner, unit.trx, { kind, organisationId: id, details })
  })
}

/** @internal Entitles in the open unit; what was archived stays off with its data. */
export async function entitle(unit: Unit, moduleId: string) {
  await unit.rows(
    `insert into organisation_modules (organisation_id, module_id, entitled, state, changed_by)
     values (?, ?, true, 'available', ?)
     on conflict (organisation_id, module_id)
     do update set entitled = true, changed_at = now(), changed_by = excluded.changed_by
       where not organisation_modules.entitled`,
    [unit.scope.organisationId, moduleId, unit.scope.actor.name]
  )
}

async function withdraw(unit: Unit, registry: ModuleRegistry, moduleId: string, shown: string[]) {
  const rows = await readModules(unit, registry, 'for update')
  const steps = planWithdrawal(registry.manifests(), rows.states, new Set([moduleId]))
  if (!sameModules(steps, shown)) throw new PlanChangedError()
  await takeSteps(unit, registry, rows, steps)
  await unit.rows(
    `update organisation_modules set entitled = false, changed_at = now(), changed_by = ?
      where organisation_id = ? and module_id = ?`,
    [unit.scope.actor.name, unit.scope.organisationId, moduleId]
  )
}

async function switchFor(
  unit: Unit,
  registry: ModuleRegistry,
  moduleId: string,
  to: 'enabled' | 'paused',
  shown: string[] | undefined
) {
  try {
    // Nothing shown is this module alone.
    const plan = shown && shown.length > 0 ? { shown } : {}
    await switchModule(unit.scope, registry, moduleId, to, plan)
  } catch (error) {
    if (!(error instanceof RuleError) || error.code !== 'E_MODULE_NOT_ENTITLED') throw error
    throw new RuleError(error.code, error.message, { next: ENTITLE_FIRST, meta: error.meta })
  }
}

const ENTITLE_FIRST = 'Add it to what the organisation may use first.'

/** The same refusal, told to the partner. */
function forPartner(tell: Sentences['tell'], { steps, refused, effects }: SwitchPlan): ModulePlan {
  const next = refused?.code === 'E_MODULE_NOT_ENTITLED' ? tell(ENTITLE_FIRST) : refused?.next
  return { steps, refused: refused && { ...refused, next: next! }, effects }
}

async function stepsOf(unit: Unit, registry: ModuleRegistry, moduleId: string) {
  const { states } = await readModules(unit, registry)
  return planWithdrawal(registry.manifests(), states, new Set([moduleId]))
}

function withdrawal(
  language: Language,
  { id, name }: { id: string; name: string },
  steps: SwitchPlan['steps']
): ModulePlan {
  const said = sentencesIn(language)
  const called = steps.map((step) => ({
    ...step,
    name: said.name({ id: step.module, name: step.name }),
  }))
  const others = called.filter((step) => step.module !== id)
  return {
    steps: called,
    refused: null,
    effects: [
      ...others.map((step) =>
        said.tell('{other} goes off too, because it needs {name}.', { other: step.name, name })
      ),
      said.tell('Nobody in the organisation can switch {name} on.', { name }),
      said.tell('All data stays and is there again when it comes back.'),
    ],
  }
}

function nameOf(registry: ModuleRegistry, moduleId: string): string {
  const module = registry.get(moduleId)
  if (!module) throw new NotFoundError('module')
  return module.manifest.name
}
