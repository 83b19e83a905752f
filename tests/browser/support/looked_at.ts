import { systemScope } from '@karkhana/kernel'
import type { Workshop } from '@karkhana/kernel/testing'
import Membership from '../../../app/identity/models/membership.ts'
import { attach } from '../../helpers/attach.ts'
import { readyJob } from '../../helpers/jobs.ts'
import type { Program } from '../../helpers/program.ts'
import { LINES } from '../../helpers/repair.ts'

/** What a page needs to be looked at: rows and files of a filled workshop, made or found by a program. */
type Finder = (program: Program, workshop: Workshop) => Promise<string> | string

/** What follows the fixed part of an address, where it is not the first record of the list before it. */
const RECORDS: Record<string, Finder> = {
  '/invoicing/:id': (program) => first(program, '/invoicing?status=issued'),
  '/invoicing/:id/edit': draft,
  '/settings/members/:id/edit': async (_, workshop) =>
    (await workshop.member('technician')).membership.id,
  '/settings/roles/:id/edit': (_, workshop) =>
    workshop.role({ name: 'Front desk', base: 'technician' }),
  '/settings/custom-fields/create/:table': () => 'vehicles_vehicles',
  '/settings/custom-fields/:id/edit': customField,
  '/settings/tokens/accounts/:id/edit': serviceAccount,
  '/settings/audit/records/:table/:id': async (program) =>
    `tickets_tickets/${await first(program, '/tickets')}`,
  '/settings/data/people/:kind/:id': async (program) =>
    `contacts.contact/${await first(program, '/contacts')}`,
  '/settings/jobs/:id': backgroundWork,
  '/settings/message-templates/:mail': () => 'invoicing.invoice',
  '/settings/modules/:id': () => 'tickets',
  '/settings/modules/:id/settings': () => 'invoicing',
  '/settings/webhooks/:id': webhook,
  '/settings/webhooks/:id/edit': webhook,
  '/reports/:report': () => 'invoicing.sales_register',
  '/transfer/importers/:importer': () => 'contacts.contacts',
  '/transfer/imports/:id': importOfContacts,
}

/** As phones and insurers name files. */
const LONG_NAME = 'Comprehensive insurance policy 2026-27, renewed before the service.txt'

/** The addresses of page patterns, each with a record that it shows. */
export async function pathsOf(
  patterns: string[],
  program: Program,
  workshop: Workshop
): Promise<string[]> {
  const paths: string[] = []
  // Made first: what is new is open, so that lists of open things show it.
  const job = await readyJob(program)
  await attach(workshop, { table: 'jobcards_jobs', id: job }, LONG_NAME)
  for (const pattern of patterns) {
    const [list, ...parameters] = pattern.split(/\/(?=:)/)
    if (parameters.length === 0) {
      paths.push(pattern)
      continue
    }
    const end = parameters.at(-1)!.split('/').slice(1)
    const find = pattern.endsWith('/:jobId') ? () => job : RECORDS[pattern]
    const record = find ? await find(program, workshop) : await first(program, list)
    paths.push([list, record, ...end].join('/'))
  }
  return paths
}

/** A record of a list. */
export async function first(program: Program, list: string): Promise<string> {
  const [row] = (await program.get(list)) as unknown as { id: string }[]
  if (!row) throw new Error(`There is nothing at ${list} to look at`)
  return row.id
}

/** A draft invoice; the history of a filled workshop has only issued ones. */
async function draft(program: Program): Promise<string> {
  const contactId = await first(program, '/contacts')
  const { date } = await program.get('/accounting/trial-balance')
  return (await program.create('/invoicing', { contactId, date, lines: LINES })).id
}

/** A field of the organisation's own, with everything that its form has. */
async function customField(program: Program): Promise<string> {
  const { id } = await program.create('/settings/custom-fields', {
    record: 'vehicles_vehicles',
    label: 'Insurer',
    kind: 'choice',
    options: [{ label: 'Bharat' }, { label: 'Himalaya' }],
    showInList: true,
    filterable: true,
  })
  return id
}

/** An account that programs work through. */
async function serviceAccount(_: Program, { organisationId }: Workshop): Promise<string> {
  const scope = await systemScope(organisationId, 'test')
  return scope.work(async (unit) => {
    const account = await Membership.create(
      { organisationId, kind: 'service', name: 'Website', role: 'technician', active: true },
      { client: unit.trx }
    )
    return account.id
  })
}

/** A job that was given up. */
async function backgroundWork(_: Program, { organisationId }: Workshop): Promise<string> {
  const scope = await systemScope(organisationId, 'test')
  const [job] = await scope.work((unit) =>
    unit.rows<{ id: string }>(
      `insert into jobs (organisation_id, id, name, module_id, queue, payload_version, envelope, state, attempts,
                         retry_limit, retry_delay, timeout, last_error, started_at, finished_at)
       values (?, gen_random_uuid(), 'invoicing.send_invoice', 'invoicing', 'default', 1,
               '{"payload": {"invoiceId": "1"}}', 'dead', 6, 5, 5, 120, 'The mail server did not answer.', now(), now())
       returning id`,
      [organisationId]
    )
  )
  return job.id
}

/** An address that events go to; nobody listens at it. */
async function webhook(program: Program): Promise<string> {
  process.env.WEBHOOKS_ALLOW_LOOPBACK = 'true'
  try {
    const endpoint = { url: 'http://127.0.0.1:9/', events: ['job.delivered'] }
    return (await program.create('/settings/webhooks', endpoint)).id
  } finally {
    delete process.env.WEBHOOKS_ALLOW_LOOPBACK
  }
}

/** A file of contacts whose columns are being said. */
async function importOfContacts(_: Program, workshop: Workshop): Promise<string> {
  const path = '/api/v1/transfer/importers/contacts.contacts/imports?name=customers.csv'
  const response = await fetch(`${process.env.APP_URL}${path}`, {
    method: 'POST',
    body: 'Name,Mobile\nVera Mathew,9845012345\n',
    headers: {
      'authorization': `Bearer ${await workshop.token()}`,
      'content-type': 'application/octet-stream',
    },
  })
  if (response.status !== 201) throw new Error(`${path} answered ${response.status}`)
  const { data } = (await response.json()) as { data: { id: string } }
  return data.id
}
