/**
 * Exports so many contacts from PostgreSQL through the exporter of their module, as the server sends them, into
 * nothing. Arguments: number of rows, and rounds.
 */
import { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import pg from 'pg'
import { createIgnitor } from '../../bin/ignitor.ts'
import { PeakMemory } from './peak_memory.ts'

const [, , rows, rounds] = process.argv.map(Number)
await createIgnitor().httpServer().start()
const { default: app } = await import('@adonisjs/core/services/app')
const { ModuleRegistry } = await import('@karkhana/kernel')
const { makeWorkshop } = await import('@karkhana/kernel/testing')
const { exportRecords } = await import('../../app/transfer/export.ts')
const { NOWHERE } = await import('../../app/identity/services/origin.ts')
const registry = await app.container.make(ModuleRegistry)
const workshop = await makeWorkshop()
const scope = await workshop.scope()
await scope.work((unit) =>
  unit.rows(
    `insert into contacts_contacts (organisation_id, id, kind, name, company, phone, email, address_line1, city,
            state_code, postal_code, notes)
     select ?, gen_random_uuid(), 'customer', 'Customer ' || n, 'Firm ' || n % 4000 || ' & Sons',
            '+9198' || lpad(n::text, 8, '0'), 'c' || n || '@example.com', n % 90 || ' Karve Road', 'पुणे', '27',
            '411004', case when n % 4 = 0 then 'Calls in the morning only; pays by UPI.' end
       from generate_series(1, ?) n`,
    [scope.organisationId, rows]
  )
)

// As autovacuum does by itself within a minute of so many new rows
const owner = new pg.Client({ connectionString: process.env.BENCH_ADMIN_URL })
await owner.connect()
await owner.query('analyze contacts_contacts')
await owner.end()

async function once(format: 'csv' | 'xlsx') {
  let bytes = 0
  const sink = new Writable({
    write(chunk: Buffer, _, next) {
      bytes += chunk.length
      next()
    },
  })
  const memory = new PeakMemory()
  const began = performance.now()
  const { content } = await exportRecords(scope, registry, 'contacts.contacts', format, NOWHERE)
  content.pipe(sink)
  await finished(sink)
  return { took: performance.now() - began, bytes, more: memory.more() }
}

await once('csv')
const results = []
for (let round = 0; round < rounds; round++) {
  results.push({ xlsx: await once('xlsx'), csv: await once('csv') })
}
process.send!({ result: { organisationId: scope.organisationId, results } })
process.on('SIGTERM', () => process.exit(0))
