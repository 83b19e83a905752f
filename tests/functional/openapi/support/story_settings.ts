import { PDFDocument } from '@cantoo/pdf-lib'
import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import type { Workshop } from '@karkhana/kernel/testing'
import type { Answered, Caller } from './caller.ts'
import type { Told } from './story_modules.ts'

const NOBODY = '01890000-0000-7000-8000-000000000000'

async function letterhead() {
  const file = await PDFDocument.create()
  file.addPage([595, 842]).drawText('Letterhead')
  return file.save()
}
const logo = async () =>
  new Uint8Array(
    await sharp({ create: { width: 120, height: 40, channels: 3, background: '#246' } })
      .png()
      .toBuffer()
  )

/** Calls the settings of the organisation. */
export async function callSettings(api: Caller, told: Told, workshop: Workshop) {
  await callOrganisation(api)
  await callTeam(api, workshop)
  await callWebhooks(api)
  await callModuleSettings(api)
  await callCustomFields(api)
  await callData(api, told)
  await callServices(api)
  await callWords(api)
  await callPapers(api, told)
}

async function callOrganisation(api: Caller) {
  const organisation = await api.call('GET /settings/organisation')
  const { name, legalName, version } = organisation
  await api.call('PUT /settings/organisation', { body: { name, legalName, version } })
  await api.call('PUT /settings/organisation/logo', { body: await logo() })
  await api.call('DELETE /settings/organisation/logo')
  const place = {
    code: 'NSK',
    name: 'Nashik',
    addressLine1: '4 Station Road',
    city: 'Nashik',
    stateCode: '27',
    postalCode: '422001',
  }
  const branch = await api.call('POST /settings/branches', { body: place })
  const path = { id: branch.id }
  await api.call('PUT /settings/branches/{id}', {
    path,
    body: { ...place, name: 'Nashik Road', version: branch.version },
  })
  await api.call('PUT /settings/branches/{id}/logo', { path, body: await logo() })
  await api.call('DELETE /settings/branches/{id}/logo', { path })
  const branches = await api.call('GET /settings/branches')
  await api.call('POST /settings/branches/order', {
    body: { ids: branches.map(({ id }: Answered) => id) },
  })
  const holiday = await api.call('POST /settings/holidays', {
    body: { branchId: branch.id, onDate: '2027-01-26', name: 'Republic Day' },
  })
  await api.call('GET /settings/calendar', { query: { year: 2027 } })
  await api.call('DELETE /settings/holidays/{id}', { path: { id: holiday.id } })
  const [series] = await api.call('GET /settings/numbers')
  const id = series.id ?? series.key
  await api.call('GET /settings/numbers/preview', {
    query: { series: id, pattern: 'X{FY}-{0001}' },
  })
  await api.call('PUT /settings/numbers/format', { body: { series: id, pattern: 'X{FY}-{0001}' } })
  await api.call('PUT /settings/numbers/next', {
    body: { series: id, branchId: branches[0].id, next: 5_000 },
  })
  await api.call('POST /settings/branches/{id}/deactivate', { path })
  await api.call('POST /settings/branches/{id}/activate', { path })
}

async function callTeam(api: Caller, workshop: Workshop) {
  const { membership } = await workshop.member('technician')
  await api.call('GET /settings/members')
  await api.call('PUT /settings/members/{id}', {
    path: { id: membership.id },
    body: { role: 'technician' },
  })
  const invitation = await api.call('POST /settings/invitations', {
    body: { kind: 'link', role: 'technician', uses: 2, hours: 24 },
  })
  const path = { id: invitation.id }
  await api.call('GET /settings/invitations/{id}', { path })
  await api.call('POST /settings/invitations/{id}/renew', { path })
  await api.call('POST /settings/invitations/{id}/withdraw', { path })
  const desk = { name: 'Front desk', base: 'technician', grants: [], denials: [] }
  const role = await api.call('POST /settings/roles', { body: desk })
  const at = { id: role.id }
  await api.call('GET /settings/roles/{id}', { path: at })
  await api.call('PUT /settings/roles/{id}', {
    path: at,
    body: { name: 'Reception', grants: [], denials: [], version: role.version },
  })
  await api.call('DELETE /settings/roles/{id}', { path: at })
  await api.call('PUT /settings/security', { body: { who: 'nobody' } })
  // Nobody looks after this organisation.
  await api.call('POST /settings/partner-access', {
    body: { role: 'manager', reason: 'Help with the books', hours: 2 },
    refused: 422,
  })
  await api.call('POST /settings/partner-access/{id}/end', { path: { id: NOBODY }, refused: 404 })
}

async function callWebhooks(api: Caller) {
  const target = { url: 'https://93.184.215.14/hooks', events: ['job.delivered'] }
  const webhook = await api.call('POST /settings/webhooks', { body: target })
  const path = { id: webhook.id }
  await api.call('GET /settings/webhooks/{id}', { path })
  await api.call('PUT /settings/webhooks/{id}', {
    path,
    body: { ...target, description: 'Website', version: webhook.version },
  })
  await api.call('POST /settings/webhooks/{id}/secret', { path })
  await api.call('POST /settings/webhooks/{id}/test', { path })
  const [message] = await api.call('GET /settings/webhooks/{id}/messages', { path })
  await api.call('POST /settings/webhooks/{id}/messages/{message}/replay', {
    path: { ...path, message: message?.id ?? NOBODY },
    // It has not been sent yet.
    refused: 422,
  })
  await api.call('POST /settings/webhooks/{id}/switch', { path, body: { enabled: false } })
  await api.call('DELETE /settings/webhooks/{id}', { path })
}

async function callModuleSettings(api: Caller) {
  const settings = await api.call('GET /settings/modules/{id}/settings', {
    path: { id: 'invoicing' },
  })
  await api.call('PATCH /settings/modules/{id}/settings', {
    path: { id: 'invoicing' },
    body: { values: {}, version: settings.version },
  })
  const [preference] = await api.call('GET /preferences')
  await api.call('PATCH /preferences/{id}', {
    path: { id: preference?.module ?? 'none' },
    body: { values: {} },
    ...(!preference && { refused: 404 }),
  })
  await api.call('GET /settings/modules/{id}', { path: { id: 'courtesy' } })
  await api.call('GET /settings/modules/{id}/plan', {
    path: { id: 'courtesy' },
    query: { to: 'paused' },
  })
  for (const to of ['paused', 'enabled']) {
    await api.call('POST /settings/modules/{id}/switch', { path: { id: 'courtesy' }, body: { to } })
  }
}

async function callCustomFields(api: Caller) {
  const record = 'contacts_contacts'
  const fleet = { label: 'Fleet number', kind: 'text', record }
  const field = await api.call('POST /settings/custom-fields', { body: fleet })
  const path = { id: field.id }
  await api.call('GET /settings/custom-fields/{id}', { path })
  await api.call('GET /settings/custom-fields', { query: { record } })
  const change = { label: 'Fleet no.', kind: 'text' }
  await api.call('POST /settings/custom-fields/{id}/impact', { path, body: change })
  await api.call('PUT /settings/custom-fields/{id}', {
    path,
    body: { ...change, version: field.version },
  })
  await api.call('POST /settings/custom-fields/order', { body: { record, ids: [field.id] } })
  await api.call('POST /settings/custom-fields/{id}/archive', { path })
  await api.call('POST /settings/custom-fields/{id}/restore', { path })
}

async function callData(api: Caller, { contact }: Told) {
  const asked = await api.call('POST /settings/data/exports', { body: { modules: 'all' } })
  await api.call('GET /settings/data/exports/{id}', { path: { id: asked.id } })
  await api.call('GET /settings/data/people', {
    query: { kind: 'contacts.contact', q: contact.name },
  })
  const path = { kind: 'contacts.contact', id: contact.id }
  await api.call('GET /settings/data/people/{kind}/{id}', { path })
  // Their ticket is open.
  await api.call('POST /settings/data/people/{kind}/{id}/erase', {
    path,
    body: { confirmation: contact.name },
    refused: 422,
  })
  await api.call('GET /settings/audit/records/{table}/{id}', {
    path: { table: 'contacts_contacts', id: contact.id },
  })
}

async function callWords(api: Caller) {
  const templates = await api.call('GET /settings/message-templates')
  const { id } = templates.find(({ editable }: Answered) => editable) ?? templates[0]
  const path = { mail: id }
  const words = {
    language: 'en',
    ...{ subject: 'A word from us', heading: 'Good day', preview: 'News', body: 'All is well.' },
    text: 'All is well.',
  }
  await api.call('GET /settings/message-templates/{mail}', { path })
  await api.call('PUT /settings/message-templates/{mail}', { path, body: words })
  await api.call('POST /settings/message-templates/{mail}/preview', { path, body: words })
  // A program has no address of its own.
  await api.call('POST /settings/message-templates/{mail}/test', {
    path,
    body: words,
    refused: 422,
  })
  await api.call('POST /settings/message-templates/{mail}/reset', {
    path,
    body: { language: 'en' },
  })
  await api.call('PUT /settings/ai', { body: { monthlyPaise: 100_000, purposes: [] } })
}

async function callPapers(api: Caller, { invoice }: Told) {
  const { look, version } = await api.call('GET /settings/documents')
  await api.call('PUT /settings/documents', {
    body: { tagline: 'Since 1998', version: look?.version ?? version },
  })
  const own = { place: 'organisation' }
  await api.call('PUT /settings/letterheads/{place}', { path: own, body: await letterhead() })
  await api.call('PUT /settings/letterheads/{place}/room', {
    path: own,
    body: { firstTop: 50, nextTop: 20, foot: 20 },
  })
  await api.call('GET /settings/letterheads')
  await api.call('DELETE /settings/letterheads/{place}', { path: own })
  const [place] = await api.call('GET /settings/payment-details')
  await api.call('PUT /settings/payment-details', {
    body: { branchId: place.branchId, upiId: 'workshop@okaxis', version: place.version },
  })
  const print = await api.call('POST /documents/{document}/prints', {
    path: { document: 'invoicing.invoice' },
    body: { key: randomUUID(), output: 'pdf', ids: [invoice.id] },
  })
  await api.call('GET /documents/prints/{id}', { path: { id: print.id } })
  await api.call('POST /documents/prints/{id}/cancel', { path: { id: print.id } })
}

async function callServices(api: Caller) {
  const [service] = await api.call('GET /settings/services')
  const path = { family: service.family ?? service.id }
  await api.call('PUT /settings/services/{family}', { path, body: { driver: null } })
  await api.call('POST /settings/messages/stop')
  await api.call('PUT /settings/notifications/{role}', {
    path: { role: 'technician' },
    body: { reasons: { finished: { inbox: true, mail: 'off', sms: false, whatsapp: false } } },
  })
  const [schedule] = await api.call('GET /settings/schedules')
  await api.call('POST /settings/schedules/{schedule}/run', { path: { schedule: schedule.id } })
}

/** A read of each kind that nothing above has asked for, with ids that lists answer. */
export async function callRest(api: Caller, { invoice }: Told) {
  const known: Record<string, Record<string, string>> = {
    'GET /documents/{document}/{id}/pdf': { document: 'invoicing.invoice', id: invoice.id },
    'GET /reports/{report}': {},
    'GET /reports/{report}/export': {},
  }
  const [report] = await api.call('GET /reports')
  known['GET /reports/{report}'] = { report: report.id }
  known['GET /reports/{report}/export'] = { report: report.id }
  for (const name of api.operations) {
    if (api.called.has(name) || !name.startsWith('GET ')) continue
    const path = known[name] ?? (await firstOf(api, name))
    if (path) await api.call(name, { path })
  }
  for (const [name, refused, body] of UNMET) {
    if (!api.operations.includes(name)) continue
    const names = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter)
    const path = Object.fromEntries(names.map((each) => [each, NOBODY]))
    await api.call(name, { path, ...(body && { body }), refused })
  }
}

/** Writes that need services outside to fail, or a worker, with the error that they answer without. */
const UNMET: [name: string, refused: number, body?: object][] = [
  ['POST /settings/events/deliveries/{id}/discard', 404],
  ['POST /settings/events/deliveries/{id}/retry', 404],
  ['POST /settings/services/messages/{id}/retry', 404],
  ['POST /settings/messages/{id}/retry', 404],
  ['POST /settings/messages/held-back/{id}/release', 404],
  ['POST /settings/services/{family}/test', 404],
  ['POST /runs/{id}/cancel', 404],
  ['POST /runs/{id}/retry', 404],
  ['POST /settings/jobs/{id}/cancel', 404],
  ['POST /settings/jobs/{id}/retry', 404],
  ['POST /transfer/imports/{id}/start', 404],
  ['POST /transfer/imports/{id}/cancel', 404],
  ['POST /transfer/imports/{id}/rows', 404, { skip: [2] }],
  ['GET /transfer/imports/{id}/failures', 404],
  ['GET /documents/prints/{id}/download', 404],
  ['GET /transfer/exports/{id}/file', 404],
]

/** Parameters of an address, from the first row of the list above it; `null` when there is none. */
async function firstOf(api: Caller, name: string): Promise<Record<string, string> | null> {
  if (!name.includes('{')) return {}
  if (UNMET.some(([unmet]) => unmet === name)) return null
  const list = name.slice(0, name.indexOf('/{'))
  if (!api.operations.includes(list)) return null
  const rows: unknown = await api.call(list)
  const [row] = Array.isArray(rows) ? (rows as Answered[]) : []
  const parameter = /\{(\w+)\}/.exec(name)![1]
  return row ? { [parameter]: row.id ?? row.name ?? row.key } : { [parameter]: randomUUID() }
}
