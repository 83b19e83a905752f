import { csvLine, BYTE_ORDER_MARK } from '../../audit/csv.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { columnsOf, identifier, type DataTable } from '../tables.ts'

/** How many rows a table has, and the chain of SHA-256 over their lines in order, hexadecimal. */
export interface TableDigest {
  rows: number
  digest: string
}

const BATCH = 500

/** Settings that the text of a row depends on; those of the function `kernel_table_digest`. */
const SETTINGS = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
}

/** Makes one row have one text for the rest of the transaction. */
export async function fixRowText(unit: Unit): Promise<void> {
  for (const [name, value] of Object.entries(SETTINGS)) {
    await unit.rows('select set_config(?, ?, true)', [name, value])
  }
}

/** What the database itself counts and chains, apart from what is read. */
export async function digestOf(unit: Unit, table: DataTable): Promise<TableDigest> {
  const [answer] = await unit.rows<TableDigest>(
    `select count(*)::int as rows,
            coalesce(encode(kernel_audit_chain(''::bytea, ${lineSql(table)} order by ${table.order}), 'hex'), '')
              as digest
       from ${identifier(table.name)} t where ${table.where}`
  )
  return answer
}

/** The rows as NDJSON, a batch at a time. */
export async function* ndjson(unit: Unit, table: DataTable): AsyncGenerator<string> {
  const sql = `select ${lineSql(table)} as line from ${identifier(table.name)} t
                where ${table.where} order by ${table.order}`
  for await (const rows of batches<{ line: string }>(unit, sql)) {
    yield rows.map(({ line }) => `${line}\n`).join('')
  }
}

/** The same rows as CSV for people, with the columns as the database writes them. */
export async function* csv(unit: Unit, table: DataTable): AsyncGenerator<string> {
  const columns = await exportedColumns(unit, table)
  const cells = columns.map((column) => `t.${identifier(column)}::text`).join(', ')
  const sql = `select array[${cells}] as cells from ${identifier(table.name)} t
                where ${table.where} order by ${table.order}`
  yield BYTE_ORDER_MARK + csvLine(columns)
  for await (const rows of batches<{ cells: (string | null)[] }>(unit, sql)) {
    yield rows.map((row) => csvLine(row.cells)).join('')
  }
}

async function exportedColumns(unit: Unit, table: DataTable): Promise<string[]> {
  const columns = (await columnsOf(unit, [table.name])).map(({ column }) => column)
  return table.only ?? columns.filter((column) => !table.secret.includes(column))
}

/** The line of a row: all columns but those that hold a secret. */
export function lineSql({ only, secret }: DataTable): string {
  if (only) {
    const pairs = only.map((column) => `'${identifier(column)}', t.${identifier(column)}`)
    return `jsonb_build_object(${pairs.join(', ')})::text`
  }
  const hidden = secret.map((column) => `'${identifier(column)}'`)
  return `(to_jsonb(t) - array[${hidden.join(', ')}]::text[])::text`
}

let cursors = 0

/** Reads by a cursor, so that memory stays flat however long the table is. */
async function* batches<Row>(unit: Unit, sql: string): AsyncGenerator<Row[]> {
  const cursor = `export_${++cursors}`
  await unit.rows(`declare ${cursor} no scroll cursor for ${sql}`)
  for (;;) {
    const rows = await unit.rows<Row>(`fetch ${BATCH} from ${cursor}`)
    if (rows.length === 0) break
    yield rows
  }
  await unit.rows(`close ${cursor}`)
}
