import type { Scope } from '@karkhana/kernel'
import type {} from '@karkhana/tickets/contracts'
import { v7 as uuidv7 } from 'uuid'
import { recordApproval } from '../../services/approvals.ts'
import { changeJobStatus } from '../../services/change_job_status.ts'
import { createJob } from '../../services/jobs.ts'
import { saveLines, type LineInput } from '../../services/lines.ts'
import { getJob } from '../../services/read_job.ts'

export const COMPLAINT = 'Range drops from 80 to 35 km and it cuts off on the flyover.'

interface CustomerOptions {
  email?: string | null
  stateCode?: string
  gstin?: string
}

/** Registrations are unique in an organisation, which random ones are not for certain. */
let vehicles = 1000

/** A customer with a vehicle, as the other modules would have stored them. */
export async function makeCustomer(scope: Scope, options: CustomerOptions = {}) {
  const contactId = uuidv7()
  const vehicleId = uuidv7()
  const own = { organisation_id: scope.organisationId }
  await scope.work(async (unit) => {
    await unit.table('contacts_contacts').insert({
      ...own,
      id: contactId,
      kind: 'customer',
      name: 'Raj Kumar',
      phone: '+919822012345',
      email: options.email === undefined ? 'raj@example.com' : options.email,
      gstin: options.gstin ?? null,
      state_code: options.stateCode ?? '27',
    })
    await unit.table('vehicles_vehicles').insert({
      ...own,
      id: vehicleId,
      contact_id: contactId,
      registration: `MH12AB${vehicles++}`,
      make: 'Ather',
      model: '450X',
      fuel: 'ev',
      odometer_km: 18_000,
    })
  })
  return { contactId, vehicleId }
}

/** A ticket as its module would have stored it. */
export async function makeTicket(
  scope: Scope,
  customer: { contactId: string; vehicleId: string | null },
  assigneeId: string | null = null
) {
  const id = uuidv7()
  const due = scope.now().plus({ days: 1 }).toISO()
  await scope.work((unit) =>
    unit.table('tickets_tickets').insert({
      organisation_id: scope.organisationId,
      id,
      number: `T-${id}`,
      branch_id: scope.branch.id,
      contact_id: customer.contactId,
      vehicle_id: customer.vehicleId,
      complaint: COMPLAINT,
      source: 'counter',
      priority: 'P3',
      status: 'new',
      assignee_id: assigneeId,
      response_target_minutes: 60,
      resolution_target_minutes: 60,
      response_due_at: due,
      resolution_due_at: due,
    })
  )
  return id
}

const line = (values: Partial<LineInput>): LineInput => ({
  kind: 'part',
  description: 'Part',
  hsn: '8536',
  quantity: '1',
  unit: 'NOS',
  unitPrice: '0',
  discountPercent: '0',
  gstRate: '18',
  treatment: 'taxable',
  state: 'open',
  ...values,
})

/** Diagnosis, contactor and connector kit: ₹4,023.00 before tax, ₹724.14 GST. */
export const STORY_LINES: LineInput[] = [
  line({
    kind: 'labour',
    description: 'Diagnosis and repair labour',
    hsn: '998714',
    quantity: '1.5',
    unit: 'OTH',
    unitPrice: '800.00',
  }),
  line({ description: 'Main contactor 48 V', hsn: '8536', unitPrice: '2450.00' }),
  line({ description: 'Connector kit', hsn: '8544', quantity: '2', unitPrice: '186.50' }),
]

export { line }

/** A card in diagnosis with the lines of the story. */
export async function makeJob(
  scope: Scope,
  technicianId?: string | null,
  options?: CustomerOptions
) {
  const customer = await makeCustomer(scope, options)
  const job = await createJob(scope, {
    ...customer,
    complaint: COMPLAINT,
    technicianId: technicianId ?? scope.actor.memberId,
    odometerIn: 18_240,
  })
  await changeJobStatus(scope, job.id, { transition: 'diagnose' })
  await addLines(scope, job.id, STORY_LINES)
  return getJob(scope, job.id)
}

export async function addLines(scope: Scope, id: string, lines: LineInput[]) {
  const { version } = await getJob(scope, id)
  await saveLines(scope, id, { version, lines })
}

/** Takes a card from diagnosis to ready with everything done. */
export async function finishJob(scope: Scope, id: string) {
  await changeJobStatus(scope, id, { transition: 'estimate' })
  await recordApproval(scope, id, { approvedBy: 'Raj Kumar', channel: 'phone' })
  await changeJobStatus(scope, id, { transition: 'start' })
  const { lines } = await getJob(scope, id)
  await addLines(
    scope,
    id,
    lines.map((each) => ({ ...each, state: 'done' as const }))
  )
  await changeJobStatus(scope, id, { transition: 'finish' })
  return getJob(scope, id)
}
