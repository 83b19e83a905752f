import { test } from '@japa/runner'
import fc from 'fast-check'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import type { OpenApiDocument } from '../../../app/openapi/document.ts'
import { resolver } from '../../../app/webhooks/addresses.ts'
import { fillEverything } from '../../helpers/fill_workshop.ts'
import { digestOf, registryOf, switchAllOn } from '../../helpers/modules.ts'
import { Caller, Conformity } from './support/caller.ts'
import { Hostility, type FuzzedRequest } from './support/hostile.ts'
import { sendTo, type Came } from './support/sender.ts'
import { callRecords } from './support/story_kernel.ts'
import { callModules } from './support/story_modules.ts'
import { callSettings } from './support/story_settings.ts'

/** `FUZZ_REQUESTS=200000 FUZZ_SEED=7 npm test -- functional --files=tests/functional/openapi/fuzz.spec.ts` */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 20_000)
/** The same requests in every run, so that a change is blamed for what it broke; `FUZZ_SEED=random` looks for more. */
const { FUZZ_SEED = '77' } = process.env
const SEED = FUZZ_SEED === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(FUZZ_SEED)
const AT_ONCE = 8
/** Requests after which what they have switched off is switched on again. */
const ROUND = 1_000
/** Stands in names, complaints and notes of the other organisation and nowhere else. */
const CANARY = 'Zq7Canary'

/** Puts the canary into every text of the customers, vehicles and tickets of an organisation. */
async function mark(workshop: Workshop): Promise<void> {
  const scope = await workshop.scope()
  await scope.work(async (unit) => {
    await unit.rows(`update contacts_contacts set name = '${CANARY} ' || name`)
    await unit.rows(`update vehicles_vehicles set model = '${CANARY} ' || model`)
    await unit.rows(`update tickets_tickets set complaint = '${CANARY} ' || complaint`)
  })
}

/** Ids of records of an organisation, of every kind. */
async function idsOf(workshop: Workshop): Promise<string[]> {
  const scope = await workshop.scope()
  const tables = (await registryOf()).manifests().flatMap((each) => Object.keys(each.tables))
  const kernel = ['branches', 'memberships', 'invitations', 'outbox', 'event_deliveries']
  return scope.read(async (unit) => {
    const ids: string[] = []
    for (const table of [...tables, ...kernel]) {
      const rows = await unit.rows<{ id: string }>(
        `select id from ${table} where organisation_id = ? order by id limit 3`,
        [scope.organisationId]
      )
      ids.push(...rows.map(({ id }) => id))
    }
    return ids
  })
}

test.group('Hostile requests', () => {
  test('never break the API, never show what belongs to others, and leave nothing half saved', async ({
    client,
    assert,
    cleanup,
  }) => {
    const { lookup } = resolver
    resolver.lookup = async () => [{ address: '93.184.215.14', family: 4 }]
    cleanup(() => {
      resolver.lookup = lookup
    })
    const registry = await registryOf()
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    await fillEverything(mine, 4)
    await fillEverything(other, 4)
    await mark(other)
    const before = await digestOf(other, registry)
    const token = await mine.token()
    const described = await client.get('/api/v1/openapi.json').bearerToken(token)
    const document = described.body() as OpenApiDocument
    const conformity = new Conformity(document)
    const theirs = await idsOf(other)
    // What is sent may be told again later, in a history for instance; the other half is never sent.
    const ids = {
      own: await idsOf(mine),
      foreign: theirs.filter((_, at) => at % 2 === 0),
      secret: theirs.filter((_, at) => at % 2 === 1),
    }
    const seen = { etags: [] as string[], cursors: [] as string[] }
    for (const path of ['/contacts?limit=1', '/tickets?limit=1', `/contacts/${ids.own[0]}`]) {
      const answer = await client.get(`/api/v1${path}`).bearerToken(token)
      if (answer.header('etag')) seen.etags.push(answer.header('etag')!)
      if (answer.body().nextCursor) seen.cursors.push(answer.body().nextCursor as string)
    }
    const api = new Caller(document, process.env.APP_URL!, token)
    const { membership } = await mine.member('technician')
    const known = await callModules(api, membership.id)
    await callRecords(api, known)
    await callSettings(api, known, mine)
    const hostility = new Hostility(document, ids, WORDS, seen, api.done)
    const send = sendTo(process.env.APP_URL!, token)
    const refused: string[] = []
    const statuses = new Map<number, number>()

    const problemWith = (request: FuzzedRequest, came: Came): string | null => {
      const { operation } = request
      if (came.status >= 500 && !(came.status === 503 && /"E_[A-Z_]*BUSY"/.test(came.text))) {
        return `${operation} answered ${came.status}`
      }
      if (came.text.includes(CANARY)) return `${operation} shows what belongs to others`
      const leaked = ids.secret.find((id) => came.text.includes(id))
      if (leaked) return `${operation} names ${leaked} of the other organisation`
      const json = Boolean(came.type?.includes('json'))
      const body: unknown = json ? JSON.parse(came.text) : null
      if (came.status >= 400) refused.push((body as { requestId: string }).requestId)
      // What was not asked for is not there.
      if (came.status < 300 && /[?&]fields=/.test(request.path)) return null
      return conformity.problem(operation, came.status, came.type, body)
    }
    const attempt = async (request: FuzzedRequest) => {
      const came = await send(request)
      statuses.set(came.status, (statuses.get(came.status) ?? 0) + 1)
      return problemWith(request, came)
    }

    const began = performance.now()
    const problems = new Map<string, FuzzedRequest>()
    const requests = fc.sample(hostility.request(), { seed: SEED, numRuns: REQUESTS })
    const made = performance.now()
    for (let round = 0; round < requests.length; round += ROUND) {
      await switchAllOn(mine, registry)
      const waiting = requests.slice(round, round + ROUND)
      const lane = async () => {
        for (let request = waiting.pop(); request; request = waiting.pop()) {
          const problem = await attempt(request)
          if (problem && !problems.has(problem)) problems.set(problem, request)
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, lane))
    }
    const seconds = (performance.now() - made) / 1000
    const told = [...statuses].sort(([a], [b]) => a - b).map((each) => each.join(': '))
    console.log(
      `  ${REQUESTS} requests to ${Object.values(document.paths).flatMap(Object.keys).length} operations, seed ${SEED}: ` +
        `${Math.round(REQUESTS / seconds)} a second after ${((made - began) / 1000).toFixed(1)} s of making them. ${told.join(', ')}`
    )

    const report: string[] = []
    for (const [problem, request] of problems) {
      const smaller = report.length < 5 ? await shrunk(hostility, request, attempt) : request
      report.push(`${problem}\n    ${JSON.stringify(smaller)}`)
    }
    assert.deepEqual(report, [], `FUZZ_SEED=${SEED} repeats it`)

    const scope = await mine.scope()
    const left = await scope.read((unit) =>
      unit.rows(`select table_name, request_id from audit_log where request_id = any(?) limit 5`, [
        refused,
      ])
    )
    assert.deepEqual(left, [], 'a refused request has changed something')
    assert.deepEqual(await digestOf(other, registry), before, 'the other organisation was changed')
    const done = [...statuses].filter(([status]) => status < 300).reduce((sum, [, n]) => sum + n, 0)
    assert.isAbove(
      done / REQUESTS,
      0.1,
      'requests are too hostile to reach what is behind the door'
    )
  }).timeout(600_000)
})

/** The smallest request to the same operation that goes wrong in the same way, if it can be made again. */
async function shrunk(
  hostility: Hostility,
  request: FuzzedRequest,
  attempt: (request: FuzzedRequest) => Promise<string | null>
): Promise<FuzzedRequest> {
  const wrong = await attempt(request)
  if (!wrong) return request
  const property = fc.asyncProperty(
    hostility.requestTo(request.operation),
    async (each) => (await attempt(each)) !== wrong
  )
  const result = await fc.check(property, { numRuns: 150, interruptAfterTimeLimit: 10_000 })
  return result.counterexample?.[0] ?? request
}

/** What stands in addresses besides ids. */
const WORDS: Record<string, string[]> = {
  list: ['tickets.tickets', 'contacts.contacts', 'invoicing.invoices', 'vehicles.vehicles'],
  filter: ['priority', 'status', 'kind'],
  table: ['tickets_tickets', 'contacts_contacts', 'jobcards_jobs', 'invoicing_invoices'],
  report: ['invoicing.sales', 'gst.gstr1', 'accounting.trial_balance'],
  document: ['invoicing.invoice', 'jobcards.job_card'],
  importer: ['contacts.contacts', 'vehicles.vehicles', 'catalog.items'],
  exporter: ['contacts.contacts', 'vehicles.vehicles'],
  kind: ['contacts.contact', 'kernel.member'],
  family: ['kernel.sms', 'kernel.ai', 'sms'],
  schedule: ['sms-gateway.balance', 'invoicing.remind'],
  mail: ['invoicing.invoice', 'kernel.invitation'],
  part: ['0', '1', '-1', '99999999999'],
}
