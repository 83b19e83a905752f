import { RuleError } from '../errors.ts'
import Partner from '../partners/models/partner.ts'
import Plan from '../partners/models/plan.ts'

/**
 * The partner and plan that two options name, by name or id; nothing when both were left out.
 * @throws RuleError naming `partner` or `plan`
 */
export async function partnerWithPlan(options: { partner?: string; plan?: string }) {
  if (!options.partner && !options.plan) return undefined
  if (!options.partner) {
    throw new RuleError('E_PARTNER_MISSING', 'A plan belongs to a partner.', {
      field: 'partner',
      next: 'Name the partner as well.',
    })
  }
  const partner = await Partner.query()
    .whereRaw('id::text = ? or lower(name) = lower(?)', [options.partner, options.partner])
    .first()
  if (!partner) {
    throw new RuleError('E_PARTNER_UNKNOWN', `There is no partner «${options.partner}».`, {
      field: 'partner',
      next: 'Make one first: partner:create',
    })
  }
  const plans = await Plan.query().where({ partner_id: partner.id, active: true }).orderBy('name')
  const wanted = options.plan?.toLowerCase()
  const plan = plans.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted)
  if (!plan) {
    const names = plans.map(({ name }) => name).join(', ')
    throw new RuleError(
      'E_PLAN_UNKNOWN',
      options.plan
        ? `${partner.name} has no plan «${options.plan}».`
        : `Choose a plan of ${partner.name}.`,
      {
        field: 'plan',
        next: names
          ? `Choose one of: ${names}.`
          : 'A manager of the partner makes plans on the page Plans.',
      }
    )
  }
  return { id: partner.id, planId: plan.id, entitled: plan.modules }
}
