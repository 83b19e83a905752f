import { randomUUID } from 'node:crypto'
import { FINDINGS, LINES, ODOMETER } from '../../../helpers/repair.ts'
import { jobLines } from '../../../helpers/jobs.ts'
import type { Answered, Caller } from './caller.ts'

/** What later calls need to know. */
export interface Told {
  contact: Answered
  vehicle: Answered
  ticket: Answered
  invoice: Answered
}

const PERSON = {
  kind: 'customer',
  name: 'Client Kumar',
  phone: '98220 54321',
  email: 'client@example.com',
}

/** Calls what the modules offer, in the order of the work: from the customer to the payment. */
export async function callModules(api: Caller, technicianId: string): Promise<Told> {
  const today = new Date().toISOString().slice(0, 10)
  const id = (record: Answered) => ({ path: { id: record.id } })

  const contact = await api.call('POST /contacts', { body: PERSON })
  await api.call('GET /contacts/{id}', id(contact))
  await api.call('PUT /contacts/{id}', {
    ...id(contact),
    body: { ...PERSON, city: 'Pune', version: contact.version },
  })
  await api.call('POST /contacts/{id}/archive', id(contact))
  await api.call('POST /contacts/{id}/restore', id(contact))

  const car = {
    contactId: contact.id,
    registration: 'MH14GH4321',
    make: 'Tata',
    model: 'Nexon',
    fuel: 'ev',
  }
  const vehicle = await api.call('POST /vehicles', { body: car })
  await api.call('PUT /vehicles/{id}', {
    ...id(vehicle),
    body: { ...car, model: 'Nexon EV', version: vehicle.version },
  })
  await api.call('POST /vehicles/{id}/archive', id(vehicle))
  await api.call('POST /vehicles/{id}/restore', id(vehicle))

  const complaint = {
    contactId: contact.id,
    vehicleId: vehicle.id,
    complaint: 'Brakes squeal',
    priority: 'P3',
  }
  const ticket = await api.call('POST /tickets', { body: complaint })
  const better = await api.call('PUT /tickets/{id}', {
    ...id(ticket),
    body: { ...complaint, priority: 'P2', version: ticket.version },
  })
  await api.call('PUT /tickets/{id}/assignee', {
    ...id(ticket),
    body: { assigneeId: null, version: better.version },
  })
  await api.call('POST /tickets/{id}/transitions', {
    ...id(ticket),
    body: { transition: 'triage' },
  })
  // Nobody has switched it on.
  await api.call('POST /tickets/{id}/summary', { ...id(ticket), refused: 422 })

  const job = await api.call('POST /jobcards', {
    body: { ticketId: ticket.id, odometerIn: ODOMETER, technicianId },
  })
  await api.call('POST /jobcards/{id}/transitions', {
    ...id(job),
    body: { transition: 'diagnose' },
  })
  const read = await api.call('GET /jobcards/{id}', id(job))
  const found = await api.call('PUT /jobcards/{id}', {
    ...id(job),
    body: { findings: FINDINGS, version: read.version },
  })
  await api.call('PUT /jobcards/{id}/lines', {
    ...id(job),
    body: { version: found.version, lines: jobLines('open') },
  })
  await api.call('POST /jobcards/{id}/transitions', {
    ...id(job),
    body: { transition: 'estimate' },
  })
  await api.call('POST /jobcards/{id}/approvals', {
    ...id(job),
    body: { approvedBy: PERSON.name, channel: 'phone' },
  })
  const started = await api.call('POST /jobcards/{id}/transitions', {
    ...id(job),
    body: { transition: 'start' },
  })
  await api.call('PUT /jobcards/{id}/lines', {
    ...id(job),
    body: {
      version: started.version,
      lines: jobLines('done').map((line, at) => ({ ...line, id: started.lines[at].id })),
    },
  })
  await api.call('POST /jobcards/{id}/transitions', { ...id(job), body: { transition: 'finish' } })
  await api.call('GET /jobcards/{id}/pdf', id(job))
  const walkIn = {
    contactId: contact.id,
    vehicleId: vehicle.id,
    complaint: 'Horn',
    odometerIn: ODOMETER,
  }
  const second = await api.call('POST /jobcards', { body: walkIn })
  await api.call('POST /jobcards/{id}/cancellation', {
    ...id(second),
    body: { reason: 'Came by mistake' },
  })

  const draft = await api.call('POST /invoicing/from-job/{jobId}', { path: { jobId: job.id } })
  const issued = await api.call('POST /invoicing/{id}/issue', {
    ...id(draft),
    body: { version: draft.version },
  })
  await api.call('GET /invoicing/{id}/pdf', id(issued))
  await api.call('POST /invoicing/{id}/email', { ...id(issued), body: { to: PERSON.email } })
  await api.call('POST /invoicing/{id}/payments', {
    ...id(issued),
    body: { idempotencyKey: randomUUID(), mode: 'cash', amount: 1_000 },
  })
  const [survey] = await api.call('GET /feedback')
  await api.call('POST /feedback/{id}/link', id(survey))
  const sale = { contactId: contact.id, date: today, lines: LINES }
  await api.call('POST /invoicing/preview', { body: sale })
  const own = await api.call('POST /invoicing', { body: sale })
  const changed = await api.call('PUT /invoicing/{id}', {
    ...id(own),
    body: { ...sale, notes: 'Thank you', version: own.version },
  })
  await api.call('POST /invoicing/{id}/issue', { ...id(own), body: { version: changed.version } })
  await api.call('POST /invoicing/{id}/cancel', { ...id(own), body: { reason: 'Typed twice' } })
  const dropped = await api.call('POST /invoicing', { body: sale })
  await api.call('DELETE /invoicing/{id}', id(dropped))

  await callCatalog(api, today)
  await callAccounting(api, today)
  await callPlugins(api)
  return { contact, vehicle, ticket, invoice: issued }
}

async function callCatalog(api: Caller, today: string) {
  const pad = {
    kind: 'part',
    code: 'PAD-9',
    name: 'Brake pads, rear',
    hsn: '87083000',
    unit: 'SET',
    unitPrice: '1450.00',
    treatment: 'taxable',
  }
  const item = await api.call('POST /catalog', { body: pad })
  const path = { id: item.id }
  await api.call('GET /catalog/{id}', { path })
  await api.call('PUT /catalog/{id}', {
    path,
    body: { ...pad, unitPrice: '1500', version: item.version },
  })
  await api.call('POST /catalog/{id}/rates', {
    path,
    body: { from: today, rate: '18', reason: 'Ruling' },
  })
  await api.call('GET /catalog/{id}/rates', { path })
  await api.call('POST /catalog/{id}/archive', { path })
  await api.call('POST /catalog/{id}/restore', { path })
}

async function callAccounting(api: Caller, today: string) {
  const rent = { code: '5999', name: 'Tea and coffee', group: 'indirect_expenses' }
  const account = await api.call('POST /accounting/accounts', { body: rent })
  const path = { id: account.id }
  await api.call('PUT /accounting/accounts/{id}', {
    path,
    body: { ...rent, name: 'Tea', version: account.version },
  })
  await api.call('POST /accounting/accounts/{id}/archive', { path })
  await api.call('POST /accounting/accounts/{id}/restore', { path })
  const entry = await api.call('POST /accounting/entries', {
    body: {
      date: today,
      narration: 'Tea for the week',
      lines: [
        { account: '6001', debit: 5_000 },
        { account: '1002', credit: 5_000 },
      ],
    },
  })
  await api.call('POST /accounting/entries/{id}/reverse', {
    path: { id: entry.id },
    body: { date: today, narration: 'Not ours' },
  })
  await api.call('POST /accounting/periods', {
    body: { lockedUntil: '2020-03-31', reason: 'Audited' },
  })
}

async function callPlugins(api: Caller) {
  const tiago = { plate: 'MH 12 XY 9876', model: 'Tiago EV', state: 'free', dayRate: 120_000 }
  const car = await api.call('POST /courtesy/cars', { body: tiago })
  const path = { id: car.id }
  await api.call('PUT /courtesy/cars/{id}', {
    path,
    body: { model: 'Tiago', version: car.version },
  })
  await api.call('POST /courtesy/cars/{id}/archive', { path })
  await api.call('POST /courtesy/cars/{id}/restore', { path })
  await api.call('POST /sms-gateway/statements', {
    body: { month: new Date().toISOString().slice(0, 7) },
  })
}
