import type { DateTime } from 'luxon'
import type { Scope } from '@karkhana/kernel'
import { recordApproval } from '../../modules/jobcards/services/approvals.ts'
import { changeJobStatus } from '../../modules/jobcards/services/change_job_status.ts'
import { createJob, updateJob } from '../../modules/jobcards/services/jobs.ts'
import { saveLines, type LineInput } from '../../modules/jobcards/services/lines.ts'
import { createDraftFromJob } from '../../modules/invoicing/services/from_job.ts'
import { issueInvoice } from '../../modules/invoicing/services/issue.ts'
import { recordPayment } from '../../modules/invoicing/services/payments.ts'
import { changeTicketStatus } from '../../modules/tickets/services/change_ticket_status.ts'
import { createTicket } from '../../modules/tickets/services/tickets.ts'
import type { Agenda } from './agenda.ts'
import { whenOpen } from './calendar.ts'
import type { Fault } from './faults.ts'
import type { Catalogue, Customer } from './masters.ts'
import type { Chance } from './random.ts'

/** Everybody and everything a visit needs. */
export interface Shop {
  scope: Scope
  chance: Chance
  agenda: Agenda
  catalogue: Catalogue
  customers: Customer[]
  technicians: string[]
}

const SOURCES = [
  ['counter', 48],
  ['phone', 24],
  ['whatsapp', 22],
  ['email', 6],
] as const
const MODES = [
  ['upi', 68],
  ['cash', 18],
  ['card', 10],
  ['bank', 4],
] as const
const CHANNELS = [
  ['whatsapp', 50],
  ['phone', 35],
  ['counter', 15],
] as const

/** Plans one visit from the complaint to the payment; what lies in the future stays undone. */
export function planVisit(shop: Shop, arrival: DateTime, fault: Fault) {
  const { agenda, chance, scope } = shop
  const customer = chance.pick(shop.customers)
  const vehicle = chance.pick(customer.vehicles)
  const technicianId = chance.pick(shop.technicians)
  const source = chance.weighted(SOURCES)
  const steps = visitTimes(chance, arrival)
  const calledOff = chance.percent(4)
  const waitsForParts = fault.parts.length > 0 && chance.percent(9)

  agenda.plan(arrival, async () => {
    const ticket = await createTicket(scope, {
      contactId: customer.contactId,
      vehicleId: vehicle.id,
      complaint: fault.complaint,
      priority: fault.priority,
      source,
      assigneeId: technicianId,
    })
    if (calledOff) {
      agenda.plan(steps.checkIn, async () => {
        await changeTicketStatus(scope, ticket.id, {
          transition: 'cancel',
          reason: 'The customer will come another time.',
        })
      })
      return
    }
    planWork(shop, { ticketId: ticket.id, technicianId, fault, vehicle, steps, waitsForParts })
  })
}

interface Work {
  ticketId: string
  technicianId: string
  fault: Fault
  vehicle: Customer['vehicles'][number]
  steps: ReturnType<typeof visitTimes>
  waitsForParts: boolean
}

function planWork(shop: Shop, work: Work) {
  const { agenda, chance, scope } = shop
  const { fault, steps, vehicle } = work
  let jobId: string

  agenda.plan(steps.checkIn, async () => {
    vehicle.odometerKm += chance.between(60, 900)
    const job = await createJob(scope, {
      ticketId: work.ticketId,
      technicianId: work.technicianId,
      odometerIn: vehicle.odometerKm,
      stateOfChargeIn: chance.between(12, 94),
      promisedAt: steps.promised.toUTC().toISO(),
    })
    jobId = job.id
  })
  agenda.plan(steps.diagnosis, async () => {
    const job = await changeJobStatus(scope, jobId, { transition: 'diagnose' })
    await updateJob(scope, jobId, { findings: fault.findings, version: await version(scope, job) })
    await writeLines(shop, jobId, fault, 'open')
    await changeJobStatus(scope, jobId, { transition: 'estimate' })
  })
  agenda.plan(steps.approval, async () => {
    await recordApproval(scope, jobId, {
      approvedBy: 'The customer',
      channel: chance.weighted(CHANNELS),
    })
    await changeJobStatus(scope, jobId, { transition: 'start' })
    if (work.waitsForParts) {
      await changeJobStatus(scope, jobId, { transition: 'hold', reason: 'parts' })
    }
  })
  agenda.plan(work.waitsForParts ? steps.partsIn : steps.ready, async () => {
    if (work.waitsForParts) await changeJobStatus(scope, jobId, { transition: 'resume' })
    await writeLines(shop, jobId, fault, 'done')
    await changeJobStatus(scope, jobId, { transition: 'finish' })
    await changeTicketStatus(scope, work.ticketId, {
      transition: 'resolve',
      resolution: fault.resolution,
      cause: fault.findings,
    })
    planBill(shop, work, jobId)
  })
}

/** The invoice on the day the vehicle is ready; most pay when they fetch it, fleets later. */
function planBill(shop: Shop, work: Work, jobId: string) {
  const { agenda, chance, scope } = shop
  const ready = agenda.clock.now
  const fetched = whenOpen(ready.plus({ hours: chance.between(1, 20) }))
  agenda.plan(whenOpen(ready.plus({ minutes: chance.between(10, 90) })), async () => {
    const draft = await createDraftFromJob(scope, jobId)
    const invoice = await issueInvoice(scope, draft.id)
    const days = chance.weighted([
      [0, 82],
      [chance.between(3, 25), 13],
      [200, 5],
    ] as const)
    const mode = chance.weighted(MODES)
    agenda.plan(whenOpen(fetched.plus({ days })), async () => {
      await recordPayment(scope, invoice.id, {
        idempotencyKey: `demo-${invoice.id}`,
        mode,
        amount: invoice.total as never,
        reference: mode === 'cash' ? null : String(chance.between(100_000_000, 999_999_999)),
      })
      await changeJobStatus(scope, jobId, {
        transition: 'deliver',
        odometerOut: work.vehicle.odometerKm + 2,
      })
    })
  })
  agenda.plan(whenOpen(fetched.plus({ days: 3 })), async () => {
    await changeTicketStatus(scope, work.ticketId, { transition: 'close' })
  })
}

async function writeLines(shop: Shop, jobId: string, fault: Fault, state: 'open' | 'done') {
  const { saveVersion, known } = await linesOf(shop.scope, jobId)
  const lines: LineInput[] = [...fault.labour, ...fault.parts].map(([key, quantity], at) => {
    const item = shop.catalogue[key]
    const isPart = at >= fault.labour.length
    return {
      id: known[at] ?? null,
      kind: isPart ? 'part' : 'labour',
      itemId: item.id,
      description: item.name,
      hsn: item.hsn,
      quantity,
      unit: item.unit,
      unitPrice: item.unitPrice,
      discountPercent: '0',
      gstRate: null,
      treatment: 'taxable',
      state,
    }
  })
  await saveLines(shop.scope, jobId, { lines, version: saveVersion })
}

async function linesOf(scope: Scope, jobId: string) {
  return scope.read(async (unit) => {
    const [job] = await unit.rows<{ version: number }>(
      'select version from jobcards_jobs where id = ?',
      [jobId]
    )
    const rows = await unit.rows<{ id: string }>(
      'select id from jobcards_lines where job_id = ? order by sort',
      [jobId]
    )
    return { saveVersion: job.version, known: rows.map((row) => row.id) }
  })
}

async function version(scope: Scope, job: { id: string }) {
  return (await linesOf(scope, job.id)).saveVersion
}

/** When the steps of a visit happen, in shop hours. */
function visitTimes(chance: Chance, arrival: DateTime) {
  const checkIn = whenOpen(arrival.plus({ minutes: chance.between(5, 240) }))
  const diagnosis = whenOpen(checkIn.plus({ minutes: chance.between(20, 150) }))
  const approval = whenOpen(diagnosis.plus({ minutes: chance.between(15, 300) }))
  const ready = whenOpen(approval.plus({ minutes: chance.between(40, 900) }))
  const partsIn = whenOpen(ready.plus({ days: chance.between(1, 5) }))
  return { checkIn, diagnosis, approval, ready, partsIn, promised: ready.plus({ hours: 2 }) }
}
