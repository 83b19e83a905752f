import type { ApplicationService } from '@adonisjs/core/types'
import db from '@adonisjs/lucid/services/db'
import { v7 as uuidv7 } from 'uuid'
import { ModuleRegistry, systemScope } from '@karkhana/kernel'
import { DEMO_DOMAIN, DEMO_PASSWORD } from '../../app/http/demo_logins.ts'
import User from '../../app/identity/models/user.ts'
import Partner from '../../app/partners/models/partner.ts'
import { openPartnerScope } from '../../app/partners/partner_scope.ts'
import { assignPlan, createPlan, previewAssignment } from '../../app/partners/services/plans.ts'
import { measureUsage } from '../../app/partners/usage.ts'
import { withRequirements } from '../../app/modules/requirements.ts'

/** Days of usage that the chart of each organisation shows. */
const CHART_DAYS = 60

/** Deccan Garage Cloud, which looks after both demo organisations by a plan each. */
export async function foundPartner(
  app: ApplicationService,
  { workshop, shop }: { workshop: string; shop: string }
): Promise<void> {
  const registry = await app.container.make(ModuleRegistry)
  const partner = await Partner.create({
    name: 'Deccan Garage Cloud',
    email: `partner@${DEMO_DOMAIN}`,
    phone: '+91 98500 77110',
  })
  await employ(partner.id, 'partner', 'Meera Iyer', 'manager')
  await employ(partner.id, 'support', 'Sanjay Rao', 'support')
  for (const organisation of [workshop, shop]) await entrust(organisation, partner.id)

  const manager = await User.findByOrFail('email', `partner@${DEMO_DOMAIN}`)
  const scope = await openPartnerScope(manager, { partnerId: partner.id })
  const manifests = registry.manifests()
  const all = manifests.map(({ id }) => id)
  const plans = [
    {
      organisation: workshop,
      name: 'Workshop',
      description: 'Everything, from the ticket to the books.',
      modules: all,
    },
    {
      organisation: shop,
      name: 'Counter',
      description: 'Tickets and sales over the counter, without job cards.',
      modules: all.filter((id) => !withRequirements(manifests, id).has('jobcards')),
    },
  ]
  for (const { organisation, ...input } of plans) {
    const plan = await createPlan(scope, registry, input)
    const { mark } = await previewAssignment(scope, registry, organisation, plan.id)
    await assignPlan(scope, registry, organisation, { planId: plan.id, mark })
    await countBack(organisation)
  }
}

async function entrust(organisationId: string, partnerId: string) {
  const scope = await systemScope(organisationId, 'demo')
  await scope.work((unit) =>
    unit.from('organisations').where('id', organisationId).update({ partner_id: partnerId })
  )
}

async function employ(
  partnerId: string,
  account: string,
  name: string,
  role: 'manager' | 'support'
) {
  const user = await User.create({
    name,
    email: `${account}@${DEMO_DOMAIN}`,
    password: DEMO_PASSWORD,
  })
  await user.merge({ emailVerifiedAt: user.createdAt, passwordChangedAt: user.createdAt }).save()
  await db
    .table('partner_members')
    .insert({ id: uuidv7(), partner_id: partnerId, user_id: user.id, role })
}

/** Counts today, and fills in the days before by the dates of the documents. */
async function countBack(organisationId: string) {
  const today = await measureUsage(organisationId)
  const scope = await systemScope(organisationId, 'demo')
  const days = await scope.read((unit) =>
    unit.rows<{ day: string; later: number }>(
      `with documents as (
         select date as day from invoicing_invoices where number is not null
         union all select date from invoicing_payments
         union all select entry_date from accounting_entries
         union all select min(at)::date from tickets_history group by ticket_id
         union all select min(at)::date from jobcards_history group by job_id)
       select to_char(d, 'YYYY-MM-DD') as day,
              (select count(*)::int from documents where documents.day > d) as later
         from generate_series(?::date - ?::int, ?::date - 1, interval '1 day') d order by d`,
      [today.onDate, CHART_DAYS, today.onDate]
    )
  )
  await db.table('organisation_usage').multiInsert(
    days.map(({ day, later }) => {
      const documents = Math.max(today.documents - later, 0)
      return {
        organisation_id: organisationId,
        on_date: day,
        users: today.users,
        documents,
        storage_bytes: Math.round((today.storageBytes * documents) / Math.max(today.documents, 1)),
        jobs_done: 0,
        jobs_failed: 0,
        jobs_parked: 0,
      }
    })
  )
}
