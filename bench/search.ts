/**
 * The search on a million documents: how fast they are made, what one writes costs more by it, and how long a mixed set
 * of queries takes through the service, as the application's role behind row-level security; against the round trip and
 * a bare lookup of the same run, and against the database's part alone without row-level security.
 *
 *   node --import=@poppinss/ts-exec bench/search.ts                1,000,000 documents of five organisations
 *   node --import=@poppinss/ts-exec bench/search.ts --documents=200000
 *   node --import=@poppinss/ts-exec bench/search.ts --smoke        20,000 documents
 */
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { createIgnitor } from '../bin/ignitor.ts'
import { openBenchDatabase } from './database.ts'
import { fill } from './search/fill.ts'
import { queriesOf, type Queries } from './search/queries.ts'

const smoke = process.argv.includes('--smoke')
const given = process.argv.find((arg) => arg.startsWith('--documents='))
const documents = smoke ? 20_000 : Number(given?.split('=')[1] ?? 1_000_000)
const rounds = smoke ? 1 : 3
const each = smoke ? 4 : 12

const { database, environment, close } = await openBenchDatabase(
  fileURLToPath(new URL('../', import.meta.url))
)
Object.assign(process.env, environment, { WORKER: 'none' })
const admin = new pg.Client({ connectionString: database.adminUrl.replace(/\/[^/]*$/, '/bench') })
const ignitor = createIgnitor()
try {
  await admin.connect()
  await ignitor.httpServer().start()
  const { default: app } = await import('@adonisjs/core/services/app')
  const { ModuleRegistry } = await import('@karkhana/kernel')
  const { makeWorkshop } = await import('@karkhana/kernel/testing')
  const { search } = await import('../app/search/search.ts')
  const { reindex } = await import('../app/search/index/reindex.ts')
  const { prepare, question } = await import('./search/bare.ts')
  const { followChanges } = await import('../app/search/index/changes.ts')
  const registry = await app.container.make(ModuleRegistry)

  const workshops = []
  for (let n = 0; n < 5; n++) workshops.push(await makeWorkshop())
  const scopes = []
  for (const [n, workshop] of workshops.entries()) {
    const scope = await workshop.scope()
    const memberIds = [(await workshop.member()).membership.id]
    for (let m = 0; m < 4; m++) memberIds.push((await workshop.memberWith({})).membership.id)
    const branchIds = scope.branches.map(({ id }) => id)
    const share = n === 0 ? 0.5 : 0.125
    await fill(
      admin,
      { organisationId: scope.organisationId, branchIds, memberIds },
      documents * share
    )
    scopes.push(scope)
  }
  await admin.query('analyze')

  const began = performance.now()
  let made = 0
  for (const { organisationId } of scopes) {
    const runs = await reindex(organisationId, registry)
    made += runs.reduce((sum, run) => sum + run.written, 0)
  }
  const took = performance.now() - began
  console.log(
    `search: ${made} documents made in ${(took / 1000).toFixed(1)} s, ${((made / took) * 1000).toFixed(0)} a second`
  )
  await admin.query('vacuum analyze search_documents')
  await admin.query('vacuum analyze search_words')
  const { rows: sizes } = await admin.query<{ size: string; index: string }>(
    `select pg_size_pretty(pg_table_size('search_documents')) as size,
            pg_size_pretty(pg_relation_size('search_documents_tokens_index')) as index`
  )
  console.log(`search: ${sizes[0].size} of documents, ${sizes[0].index} of tokens`)

  const [big] = workshops
  const scope = await big.scope()
  const queries = await queriesOf(admin, big.organisationId, each)

  const floor = await times(100, () => scope.read((unit) => unit.rows('select 1')))
  const [{ record_id: id }] = (
    await admin.query<{ record_id: string }>(
      `select record_id from search_documents where organisation_id = $1 and kind = 'jobcards.jobs' limit 1`,
      [big.organisationId]
    )
  ).rows
  const lookup = await times(100, () =>
    scope.read((unit) =>
      unit.rows(
        `select title from search_documents where organisation_id = ? and kind = 'jobcards.jobs' and record_id = ?`,
        [scope.organisationId, id]
      )
    )
  )
  await measure('owner', queries, (text) => search(scope, registry, text), true)
  const technician = await (await big.memberWith({ role: 'technician' })).scope()
  await measure('technician', queries, (text) => search(technician, registry, text))
  const branch = (await big.branch('NSK')).id
  const manager = await (await big.memberWith({ role: 'manager', branchIds: [branch] })).scope()
  await measure('manager of one branch', queries, (text) => search(manager, registry, text))
  const all = Object.values(queries).flat()
  await prepare(registry)
  await admin.query(`select set_config('app.organisation_id', $1, false)`, [scope.organisationId])
  const bare = await times(all.length, (n) => admin.query(...question(scope, all[n])))
  row('database alone, no row-level security', bare)
  row('floor: begin, select 1, commit', floor)
  row('floor: one document by its key', lookup)

  await writes(scopes[1].organisationId, (id2) => followChanges(id2, registry))
} finally {
  await ignitor.getApp()?.terminate()
  await admin.end()
  await close()
}
process.exit(0)

async function times(count: number, run: (n: number) => Promise<unknown>): Promise<number[]> {
  const found: number[] = []
  for (let n = 0; n < count; n++) {
    const start = performance.now()
    await run(n)
    found.push(performance.now() - start)
  }
  return found
}

function at(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]
}

function row(label: string, values: readonly number[], note = '') {
  const [p50, p95, max] = [at(values, 0.5), at(values, 0.95), at(values, 1)].map((ms) =>
    ms.toFixed(1).padStart(7)
  )
  console.log(`${label.padEnd(40)} p50 ${p50} ms  p95 ${p95} ms  max ${max} ms ${note}`)
}

/** Each text once to warm up, then `rounds` times; kinds of queries on their own where asked for. */
async function measure(
  who: string,
  queries: Queries,
  run: (text: string) => Promise<{ groups: { hits: unknown[] }[] }>,
  kinds = false
) {
  const all: number[] = []
  const quietest: number[] = []
  for (const [kind, texts] of Object.entries(queries)) {
    const found: number[] = []
    let hits = 0
    for (const text of texts) {
      const { groups } = await run(text)
      if (groups.length > 0) hits++
    }
    const best = texts.map(() => Infinity)
    for (let round = 0; round < rounds; round++) {
      const taken = await times(texts.length, (n) => run(texts[n]))
      taken.forEach((ms, n) => (best[n] = Math.min(best[n], ms)))
      found.push(...taken)
    }
    quietest.push(...best)
    if (kinds) row(`  ${kind}`, found, `${hits} of ${texts.length} found something`)
    all.push(...found)
  }
  row(`search as ${who}, ${all.length} queries`, all)
  row('  the quietest round of each', quietest)
}

/** What a row costs more since the search follows it, and how fast the documents come after. */
async function writes(organisationId: string, follow: (id: string) => Promise<number>) {
  const rows = smoke ? 1_000 : 10_000
  const insert = async (count: number) => {
    await admin.query(`select set_config('app.organisation_id', $1, false)`, [organisationId])
    const start = performance.now()
    await admin.query(
      `insert into contacts_contacts (organisation_id, id, kind, name, phone, state_code)
       select $1, uuidv7(), 'customer', 'Written ' || n, '+9198' || lpad(n::text, 8, '0'), '27'
         from generate_series(1, $2) n`,
      [organisationId, count]
    )
    return performance.now() - start
  }
  const one = async () => at(await times(smoke ? 50 : 500, () => insert(1)), 0.5)
  const [many, single] = [await insert(rows), await one()]
  const start = performance.now()
  const followed = await follow(organisationId)
  const rate = (followed / (performance.now() - start)) * 1000
  await admin.query('alter table contacts_contacts disable trigger kernel_search_insert')
  const [manyBare, singleBare] = [await insert(rows), await one()]
  await admin.query('alter table contacts_contacts enable trigger kernel_search_insert')
  const micro = (ms: number, count: number) => `${((ms * 1000) / count).toFixed(1)} µs`
  console.log(
    `write: ${rows} rows in one statement ${micro(many, rows)} each, without the search ${micro(manyBare, rows)}; ` +
      `one row ${micro(single, 1)}, without ${micro(singleBare, 1)}; followed at ${rate.toFixed(0)} a second`
  )
}
