/**
 * Imports a file in the server's own process, as its worker does, and tells its parent how long each step took.
 * Arguments: which file, number of rows, and how many of them are bad.
 */
import { randomUUID } from 'node:crypto'
import { createIgnitor } from '../../bin/ignitor.ts'
import { IMPORT_FILES } from './import_files.ts'
import { PeakMemory } from './peak_memory.ts'

const kind = IMPORT_FILES[process.argv[2]]
const [rows, bad] = process.argv.slice(3).map(Number)
await createIgnitor().httpServer().start()
const { default: app } = await import('@adonisjs/core/services/app')
const { ModuleRegistry, systemScope } = await import('@karkhana/kernel')
const { makeWorkshop } = await import('@karkhana/kernel/testing')
const { uploadImport, readImport } = await import('../../app/transfer/imports.ts')
const { checkImport, startImport } = await import('../../app/transfer/import_steps.ts')
const { failedRows } = await import('../../app/transfer/failed_rows.ts')
const { runSlice } = await import('../../app/transfer/run_import.ts')
const { readTable } = await import('../../app/transfer/files/read_table.ts')
const { buffer } = await import('node:stream/consumers')

const registry = await app.container.make(ModuleRegistry)
const workshop = await makeWorkshop()
const scope = await workshop.scope()

function file(): Buffer {
  const every = Math.floor(rows / bad)
  const isBad = (n: number) => n % every === every - 1 && n < every * bad
  const lines = Array.from({ length: rows }, (_, n) => kind.row(n, isBad(n)))
  return Buffer.from([kind.headings, ...lines].join('\n'))
}

async function work(id: string) {
  for (;;) {
    const system = await systemScope(scope.organisationId, 'bench')
    const [row] = await system.read((unit) =>
      unit.rows<{ run: string }>(
        `select r.id as run from imports i join runs r on r.id = i.run
            where i.id = ? and r.state in ('waiting', 'running')`,
        [id]
      )
    )
    if (!row) return
    await runSlice(system, registry, { importId: id, run: row.run }, { jobId: randomUUID() })
  }
}

async function timed<T>(step: () => Promise<T>): Promise<{ took: number; value: T }> {
  const began = performance.now()
  const value = await step()
  return { took: performance.now() - began, value }
}

async function importOnce() {
  const bytes = file()
  const read = await timed(() =>
    uploadImport(scope, registry, kind.importer, { name: 'list.csv', bytes })
  )
  const { id, mapping } = read.value
  const check = await timed(async () => {
    await checkImport(scope, registry, id, mapping)
    await work(id)
  })
  const save = await timed(async () => {
    await startImport(scope, registry, id)
    await work(id)
  })
  const failures = await failedRows(scope, registry, id, 'xlsx')
  const failed = await readTable(await buffer(failures.content))
  const { created, changed, same } = await readImport(scope, registry, id)
  return {
    read: read.took,
    check: check.took,
    save: save.took,
    created,
    changed,
    same,
    failed: failed.rows.length,
  }
}

await kind.prepare(scope)
const memory = new PeakMemory()
const first = await importOnce()
const again = await importOnce()
const [{ stored }] = await scope.read((unit) =>
  unit.rows<{ stored: number }>(`select count(*)::int as stored from ${kind.table}`)
)
process.send!({
  result: { first, again, stored, more: memory.more(), organisationId: scope.organisationId },
})
process.on('SIGTERM', () => process.exit(0))
