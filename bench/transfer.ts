/**
 * Files in and out. Writing 100,000 rows of twelve columns as XLSX and CSV: the writer alone, and the whole export
 * from PostgreSQL, against a bare COPY of the same columns by the server. Importing 10,000 contacts, vehicles and items
 * with 50 bad ones each, against one bare INSERT of the same rows. Each in a process of its own; memory is the peak of
 * what it has resident beyond what it had when it began.
 *
 *   npm run bench             three rounds
 *   npm run bench -- --smoke  one round of a hundredth, to see that it runs and counts
 */
import { fork } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { openBenchDatabase } from './database.ts'
import { IMPORT_FILES, type ImportFile } from './transfer/import_files.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const smoke = process.argv.includes('--smoke')
const rounds = smoke ? 1 : 3
const EXPORTED = smoke ? 1_000 : 100_000
const [IMPORTED, BAD] = smoke ? [200, 5] : [10_000, 50]
const MB = 1024 * 1024

interface Written {
  took: number
  bytes: number
  more: number
}
interface Steps {
  read: number
  check: number
  save: number
  created: number
  changed: number
  same: number
  failed: number
}

/** Runs a probe and answers what it tells. */
async function probe<T>(file: string, args: (string | number)[], env = process.env): Promise<T> {
  const child = fork(path.join(root, 'bench/transfer', file), args.map(String), {
    cwd: root,
    env,
    execArgv: ['--import=@poppinss/ts-exec', '--expose-gc'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return new Promise((resolve, reject) => {
    child.on('message', (message: { result?: T }) => {
      if (!message.result) return
      resolve(message.result)
      child.kill('SIGTERM')
    })
    child.once('exit', (code) => reject(new Error(`${file} ended with code ${code}`)))
  })
}

const median = <T>(values: readonly T[], of: (value: T) => number) =>
  values.map(of).sort((a, b) => a - b)[Math.floor(values.length / 2)]
const ms = (took: number) => Math.round(took)
const megabytes = (bytes: number) => Math.round((10 * bytes) / MB) / 10

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

const lines: Record<string, Record<string, string | number>> = {}
function tell(what: string, of: readonly Written[], floor?: number) {
  const took = median(of, (each) => each.took)
  lines[what] = {
    'ms': ms(took),
    'rows/s': Math.round((EXPORTED / took) * 1000),
    'MB file': megabytes(of[0].bytes),
    'MB more': megabytes(Math.max(...of.map((each) => each.more))),
    ...(floor && { 'of the floor': (took / floor).toFixed(2) }),
  }
}

const times = Array.from({ length: rounds })
for (const format of ['xlsx', 'csv']) {
  const of: Written[] = []
  for (const _ of times) of.push(await probe<Written>('write_probe.ts', [format, EXPORTED]))
  tell(`${format}: the writer alone`, of)
}

interface Imported {
  first: Steps
  again: Steps
  stored: number
  more: number
  organisationId: string
}

/** Imports one kind of file, counts what became of it, and puts the bare INSERT of the same rows beside it. */
async function tellImport(kind: string) {
  const { first, again, stored, more, organisationId } = await probe<Imported>(
    'import_probe.ts',
    [kind, IMPORTED, BAD],
    env
  )
  const good = IMPORTED - BAD
  const right =
    stored === good && first.created === good && first.failed === BAD && again.same === good
  if (!right) throw new Error(`the import miscounted: ${JSON.stringify({ first, again, stored })}`)
  const insert = await bareInsert(IMPORT_FILES[kind], organisationId)
  const step = (took: number) => ({
    'ms': ms(took),
    'rows/s': Math.round((IMPORTED / took) * 1000),
    'of the floor': (took / insert).toFixed(1),
  })
  console.log(
    `\nimport of ${IMPORTED} ${kind}, ${BAD} of them bad: ${stored} stored, file of ${first.failed}, ${megabytes(more)} MB more`
  )
  console.table({
    'bare INSERT': { 'ms': ms(insert), 'rows/s': Math.round((good / insert) * 1000) },
    'read the file': step(first.read),
    'check': step(first.check),
    'import': step(first.save),
    'the same file again: check': step(again.check),
    'the same file again: import': step(again.save),
  })
}

/** The rows of an organisation, written once more with their triggers and indexes; all of it is taken back. */
async function bareInsert({ table, renewed }: ImportFile, organisationId: string): Promise<number> {
  await floor.query('begin')
  const { rows } = await floor.query<{ name: string }>(
    `select attname as name from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table]
  )
  await floor.query(
    `create temporary table bench_rows on commit drop as select * from ${table} where organisation_id = $1`,
    [organisationId]
  )
  await floor.query(`update bench_rows set id = gen_random_uuid(), ${renewed}`)
  const names = rows.map(({ name }) => `"${name}"`).join(', ')
  const took = await timed(() =>
    floor.query(`insert into ${table} (${names}) select ${names} from bench_rows`)
  )
  await floor.query('rollback')
  return took
}

const { database, environment, close } = await openBenchDatabase(root)
const adminUrl = database.adminUrl.replace(/\/[^/]*$/, '/bench')
const env = { ...environment, WORKER: 'none', BENCH_ADMIN_URL: adminUrl }
const floor = new pg.Client({ connectionString: adminUrl })
try {
  await floor.connect()
  const { organisationId, results } = await probe<{
    organisationId: string
    results: { xlsx: Written; csv: Written }[]
  }>('export_probe.ts', [EXPORTED, rounds], env)
  const copy: number[] = []
  for (const _ of times) {
    copy.push(
      await timed(() =>
        floor.query(
          `copy (select name, kind, company, phone, email, gstin, address_line1, address_line2, city, state_code,
                        postal_code, language, notes, archived_at
                   from contacts_contacts where organisation_id = '${organisationId}' order by id)
             to program 'cat > /dev/null' (format csv)`
        )
      )
    )
  }
  const bare = median(copy, (each) => each)
  lines['csv: bare COPY by PostgreSQL'] = {
    'ms': ms(bare),
    'rows/s': Math.round((EXPORTED / bare) * 1000),
  }
  const whole = (format: 'xlsx' | 'csv') =>
    tell(
      `${format}: whole export`,
      results.map((each) => each[format]),
      bare
    )
  whole('xlsx')
  whole('csv')
  console.log(`\nexport of ${EXPORTED} rows`)
  console.table(lines)

  for (const kind of Object.keys(IMPORT_FILES)) await tellImport(kind)
} finally {
  await floor.end()
  await close()
}
process.exit(0)
