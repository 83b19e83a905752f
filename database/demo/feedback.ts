import type { ApplicationService } from '@adonisjs/core/types'
import { ModuleRegistry, systemScope, type Scope } from '@karkhana/kernel'
import { v7 as uuidv7 } from 'uuid'
import { switchModule } from '../../app/modules/switching.ts'
import type { Chance } from './random.ts'

const SCORES = [10, 10, 9, 9, 9, 8, 8, 7, 5, 3]

/** Words of content and of unhappy customers. */
const GLAD = [
  'Very quick, and they explained what was wrong.',
  'Ready on the day they promised. Thank you.',
  'They showed me the burnt part and took nothing for the check.',
]
const UNHAPPY = [
  'I had to call three times before anybody picked up.',
  'The brake still squeaks.',
  'It took two days longer than promised.',
]

interface Delivered {
  id: string
  number: string
  contact_id: string
  customer: string
  vehicle_id: string
  vehicle: string
  branch_id: string
  technician_id: string | null
  at: Date
}

/** What customers said about the visits of three months; nothing where the plug-in is not installed. */
export async function fillFeedback(app: ApplicationService, workshop: Scope, chance: Chance) {
  const registry = await app.container.make(ModuleRegistry)
  if (!registry.get('feedback')) return
  await switchModule(workshop, registry, 'feedback', 'enabled')
  const scope = await systemScope(workshop.organisationId, 'demo')
  await scope.work(async (unit) => {
    const delivered = await unit.rows<Delivered>(
      `select j.id, j.number, j.contact_id, c.name as customer, j.vehicle_id,
              coalesce(v.registration, v.make || ' ' || v.model) as vehicle, j.branch_id,
              j.technician_id, max(h.at) as at
         from jobcards_jobs j
         join jobcards_history h on h.job_id = j.id and h.to_status = 'delivered'
         join contacts_contacts c on c.id = j.contact_id
         join vehicles_vehicles v on v.id = j.vehicle_id
        group by j.id, j.number, j.contact_id, c.name, j.vehicle_id, v.registration, v.make,
                 v.model, j.branch_id, j.technician_id
        order by at`
    )
    if (delivered.length === 0) return
    await unit
      .table('feedback_surveys')
      .multiInsert(delivered.map((job) => survey(scope, job, chance)))
  })
}

function survey(scope: Scope, job: Delivered, chance: Chance) {
  const asked = job.at.getTime() + 4 * 3_600_000
  const answered = asked + chance.between(1, 40) * 3_600_000
  const answers = chance.percent(62) && answered < Date.now()
  const score = answers ? chance.pick(SCORES) : null
  const words = score !== null && score >= 7 ? GLAD : UNHAPPY
  const writes = score !== null && (score < 7 || chance.percent(35))
  return {
    organisation_id: scope.organisationId,
    id: uuidv7(),
    job_id: job.id,
    job_number: job.number,
    contact_id: job.contact_id,
    customer: job.customer,
    vehicle_id: job.vehicle_id,
    vehicle: job.vehicle,
    branch_id: job.branch_id,
    technician_id: job.technician_id,
    language: 'en',
    channel: 'mail',
    asked_at: new Date(asked),
    expires_at: new Date(asked + 14 * 24 * 3_600_000),
    score,
    comment: writes ? chance.pick(words) : null,
    answered_at: answers ? new Date(answered) : null,
  }
}
