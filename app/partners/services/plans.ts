import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { NotFoundError, RuleError, VersionConflictError } from '../../errors.ts'
import { bytesOfGb, GB } from '../../files/quota.ts'
import { missingRequirements } from '../../modules/requirements.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import { PlanChangedError } from '../errors.ts'
import Plan from '../models/plan.ts'
import type { PartnerScope } from '../partner_scope.ts'
import { noteByPartner, organisationOf, workInside } from './inside.ts'
import {
  applyChanges,
  markOf,
  planChanges,
  previewOf,
  type PlanPreview,
  type PlanStep,
} from './plan_changes.ts'

export interface PlanInput {
  name: string
  description?: string | null
  modules: string[]
  /** Room for the files of each organisation; `null`: that of the deployment. Left out it stays as it is. */
  fileQuotaGb?: number | null
}

/** The plans of the partner, active ones first, with how many organisations have each. */
export async function listPlans(partner: PartnerScope) {
  partner.ensure('partner.view')
  const { rows } = await db.rawQuery(
    `select p.id, p.name, p.description, p.modules, p.active, p.file_quota_bytes::float8 as "fileQuotaBytes",
            (select count(*)::int from organisations o where o.plan_id = p.id) as organisations
       from plans p where p.partner_id = ? order by p.active desc, lower(p.name) limit 500`,
    [partner.partnerId]
  )
  return rows as (Pick<
    Plan,
    'id' | 'name' | 'description' | 'modules' | 'active' | 'fileQuotaBytes'
  > & { organisations: number })[]
}

/** @throws NotFoundError */
export async function getPlan(
  partner: PartnerScope,
  id: string,
  client?: TransactionClientContract
): Promise<Plan> {
  partner.ensure('partner.view')
  const query = Plan.query({ client }).where({ id, partner_id: partner.partnerId })
  const plan = await (client ? query.forUpdate() : query).first()
  if (!plan) throw new NotFoundError('plan')
  return plan
}

/** The organisations that have the plan, by name; the first 500. */
export async function organisationsWith(
  partner: PartnerScope,
  planId: string,
  client?: TransactionClientContract
): Promise<{ id: string; name: string }[]> {
  return (client ?? db)
    .from('organisations')
    .where({ partner_id: partner.partnerId, plan_id: planId })
    .orderBy('name')
    .select('id', 'name')
}

/** @throws RuleError naming `name` or `modules` */
export async function createPlan(
  partner: PartnerScope,
  registry: ModuleRegistry,
  input: PlanInput
) {
  partner.ensure('partner.manage')
  ensureComplete(registry, input.modules)
  return db.transaction(async (trx) => {
    await ensureFreeName(partner, trx, input.name)
    const values = { partnerId: partner.partnerId, ...valuesOf(input) }
    const plan = await Plan.create(values, { client: trx })
    await noteByPartner(partner, trx, { kind: 'plan.created', details: factsOf(plan) })
    return plan
  })
}

/** What another set of modules would do to each organisation that has the plan. Changes nothing. */
export async function previewPlan(
  partner: PartnerScope,
  registry: ModuleRegistry,
  id: string,
  modules: string[]
): Promise<PlanPreview> {
  ensureComplete(registry, modules)
  const plan = await getPlan(partner, id)
  return db.transaction(async (trx) => {
    const steps = await stepsOf(partner, trx, plan, modules)
    return previewOf(partner, registry, await planChanges(trx, registry, steps))
  })
}

/**
 * Changes a plan and with it what its organisations may use. `mark` is the one of the preview that was confirmed;
 * when something else would happen by now, nothing does.
 * @throws VersionConflictError, PlanChangedError, RuleError
 */
export async function updatePlan(
  partner: PartnerScope,
  registry: ModuleRegistry,
  id: string,
  { version, mark, ...input }: PlanInput & { version: number; mark: string }
) {
  partner.ensure('partner.manage')
  ensureComplete(registry, input.modules)
  return db.transaction(async (trx) => {
    await lockOrganisations(partner, trx, id)
    const plan = await getPlan(partner, id, trx)
    if (plan.version !== version) throw new VersionConflictError(plan.serialize(), version)
    await ensureFreeName(partner, trx, input.name, id)
    const steps = await stepsOf(partner, trx, plan, input.modules)
    const changes = await planChanges(trx, registry, steps, 'for update')
    if (markOf(changes) !== mark) throw new PlanChangedError()
    await applyChanges(partner, registry, trx, changes)
    await plan
      .useTransaction(trx)
      .merge({ ...valuesOf(input), version: version + 1 })
      .save()
    await noteByPartner(partner, trx, { kind: 'plan.changed', details: factsOf(plan) })
    return plan
  })
}

/** The columns of what a form says. */
function valuesOf({ fileQuotaGb, ...input }: PlanInput) {
  if (fileQuotaGb === undefined) return input
  return { ...input, fileQuotaBytes: bytesOfGb(fileQuotaGb) }
}

function factsOf({ name, modules, fileQuotaBytes }: Plan) {
  const room = fileQuotaBytes === null ? null : `${fileQuotaBytes / GB} GB`
  return { plan: name, modules: modules.join(', '), room }
}

/** A retired plan is given to nobody any more; who has it keeps it. `active` brings it back. */
export async function setPlanActive(partner: PartnerScope, id: string, active: boolean) {
  partner.ensure('partner.manage')
  return db.transaction(async (trx) => {
    const plan = await getPlan(partner, id, trx)
    await plan.useTransaction(trx).merge({ active }).save()
    await noteByPartner(partner, trx, {
      kind: active ? 'plan.changed' : 'plan.retired',
      details: { plan: plan.name },
    })
    return plan
  })
}

/** What giving this plan to the organisation would do. Changes nothing. */
export async function previewAssignment(
  partner: PartnerScope,
  registry: ModuleRegistry,
  organisationId: string,
  planId: string
): Promise<PlanPreview> {
  const plan = await getPlan(partner, planId)
  const organisation = await organisationOf(partner, organisationId)
  return db.transaction(async (trx) => {
    const changes = await planChanges(trx, registry, [assignment(organisation, plan)])
    return previewOf(partner, registry, changes)
  })
}

/**
 * Gives the organisation another plan: from then on it may use what the plan names, and nothing else.
 * @throws PlanChangedError, RuleError naming `planId`
 */
export async function assignPlan(
  partner: PartnerScope,
  registry: ModuleRegistry,
  organisationId: string,
  { planId, mark }: { planId: string; mark: string }
) {
  return workInside(partner, organisationId, async (unit, organisation) => {
    const plan = await Plan.query({ client: unit.trx })
      .where({ id: planId, partner_id: partner.partnerId, active: true })
      .forShare()
      .first()
    if (!plan) throw new NotFoundError('plan', 'planId')
    const steps = [assignment(organisation, plan)]
    const changes = await planChanges(unit.trx, registry, steps, 'for update')
    if (markOf(changes) !== mark) throw new PlanChangedError()
    await applyChanges(partner, registry, unit.trx, changes)
    await organisation.useTransaction(unit.trx).merge({ planId: plan.id }).save()
    await noteByPartner(partner, unit.trx, {
      kind: 'organisation.plan_changed',
      organisationId,
      details: { plan: plan.name },
    })
    return plan
  })
}

function assignment({ id, name }: { id: string; name: string }, plan: Plan): PlanStep {
  return { organisation: { id, name }, before: [], after: plan.modules, exactly: true }
}

/** Organisations before their plan, as in `assignPlan`; two that wait for each other would both be lost. */
async function lockOrganisations(
  partner: PartnerScope,
  trx: TransactionClientContract,
  planId: string
) {
  await trx.rawQuery(
    'select id from organisations where partner_id = ? and plan_id = ? order by id for no key update',
    [partner.partnerId, planId]
  )
}

async function stepsOf(
  partner: PartnerScope,
  trx: TransactionClientContract,
  plan: Plan,
  after: string[]
): Promise<PlanStep[]> {
  const organisations = await organisationsWith(partner, plan.id, trx)
  return organisations.map((organisation) => ({
    organisation,
    before: plan.modules,
    after,
    exactly: false,
  }))
}

/** Every module of a plan can be switched on by whoever has the plan. */
function ensureComplete(registry: ModuleRegistry, modules: string[]) {
  const unknown = modules.find((id) => !registry.get(id))
  if (unknown) throw new NotFoundError('module', 'modules')
  const [missing] = missingRequirements(registry.manifests(), new Set(modules))
  if (!missing) return
  const { module, needs } = missing
  throw new RuleError('E_PLAN_INCOMPLETE', `${module.name} needs ${needs.name}.`, {
    field: 'modules',
    next: `Add ${needs.name}, or leave ${module.name} out.`,
  })
}

async function ensureFreeName(
  partner: PartnerScope,
  trx: TransactionClientContract,
  name: string,
  except?: string
) {
  const query = Plan.query({ client: trx })
    .where('partner_id', partner.partnerId)
    .whereRaw('lower(name) = lower(?)', [name])
  if (except) query.whereNot('id', except)
  if (!(await query.first())) return
  throw new RuleError('E_PLAN_NAME', 'There is a plan of this name already.', {
    field: 'name',
    next: 'Choose another name.',
  })
}
