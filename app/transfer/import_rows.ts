import logger from '@adonisjs/core/services/logger'
import type { FieldDeclaration } from '../fields/declaration.ts'
import { understand } from '../http/understand_error.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { splitCustom, storeCustom } from './custom_columns.ts'
import type { ImporterDefinition, ImportOutcome, ImportRow } from './importer.ts'
import type { Mapping } from './mapping.ts'
import { readRow, type RowProblem } from './read_row.ts'
import { RunOverError } from './run_over.ts'

/** What rows are imported with. */
export interface ImportWork {
  importer: ImporterDefinition
  columns: readonly FieldDeclaration[]
  mapping: Mapping
  rows: readonly string[][]
}

/** A stretch of rows, counted from 0. */
export interface Stretch {
  from: number
  count: number
}

/** What became of a stretch of rows. */
export type RowsDone = Stretch &
  Record<ImportOutcome, number> & {
    failed: number
    problems: RowProblem[]
  }

type Note = (unit: Unit, done: RowsDone) => Promise<number | null>

/** Saves a stretch of rows in one transaction, each behind a savepoint: what is refused leaves the others in. */
export async function saveRows(
  scope: Scope,
  work: ImportWork,
  stretch: Stretch,
  note: Note
): Promise<number | null> {
  try {
    return await scope.work(async (unit) => note(unit, await tryRows(unit, work, stretch)))
  } catch (error) {
    if (error instanceof RunOverError) return null
    throw error
  }
}

/** The same, and takes every row back: only what would happen is noted. */
export async function checkRows(
  scope: Scope,
  work: ImportWork,
  stretch: Stretch,
  note: Note
): Promise<number | null> {
  let done: RowsDone | undefined
  try {
    await scope.work(async (unit) => {
      done = await tryRows(unit, work, stretch)
      throw new TakenBack()
    })
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error
  }
  try {
    return await scope.work((unit) => note(unit, done!))
  } catch (error) {
    if (error instanceof RunOverError) return null
    throw error
  }
}

/** Ends a transaction whose work was for looking only. */
class TakenBack extends Error {}

async function tryRows(unit: Unit, work: ImportWork, { from, count }: Stretch): Promise<RowsDone> {
  const done: RowsDone = {
    from,
    count,
    created: 0,
    changed: 0,
    same: 0,
    failed: 0,
    problems: [],
  }
  const twice = valuesThatStandTwice(work)
  for (let index = from; index < Math.min(from + count, work.rows.length); index++) {
    // the headings are row 1
    const number = index + 2
    const { values, problems } = readRow(work.rows[index], number, work.columns, work.mapping)
    const all = [...problems, ...repeated(work, twice, index)]
    const outcome = all.length === 0 ? await tryRow(unit, work, number, values) : all
    if (Array.isArray(outcome)) {
      done.failed++
      done.problems.push(...outcome)
    } else {
      done[outcome]++
    }
  }
  return done
}

/** Failures that are the database's own, not of a row: the whole stretch is tried again. */
const NOT_THE_ROW = /^(08|40|53|57|58|XX)/

async function tryRow(
  unit: Unit,
  work: ImportWork,
  number: number,
  values: ImportRow
): Promise<ImportOutcome | RowProblem[]> {
  const { importer } = work
  await unit.rows('savepoint import_row')
  try {
    const { row, custom } = splitCustom(values)
    const saved = await importer.save(unit.scope, row)
    const outcome =
      typeof saved !== 'string' && importer.table && Object.keys(custom).length > 0
        ? await storeCustom(unit, importer.table, saved, custom)
        : typeof saved === 'string'
          ? saved
          : saved.outcome
    await unit.rows('release savepoint import_row')
    return outcome
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (typeof code === 'string' && NOT_THE_ROW.test(code)) throw error
    await unit.rows('rollback to savepoint import_row')
    return problemsOf(error, work, number, values)
  }
}

function problemsOf(
  error: unknown,
  { importer, columns, mapping, rows }: ImportWork,
  row: number,
  values: ImportRow
): RowProblem[] {
  const { status, message, next, fields, code } = understand(error)
  if (status >= 500) {
    const module = importer.id.split('.')[0]
    logger.error(
      { err: error, module, row, columns: Object.keys(values) },
      'a row was not imported'
    )
    return [
      { row, column: null, value: null, reason: `Karkhana could not save this row (${code}).` },
    ]
  }
  if (fields.length === 0) {
    return [{ row, column: null, value: null, reason: [message, next].filter(Boolean).join(' ') }]
  }
  return fields.map(({ field, message: reason }) => {
    const column = columns.find(({ key }) => key === field)
    const place = column && mapping[column.key]
    const value = typeof place === 'number' ? (rows[row - 2]?.[place] ?? null) : null
    return { row, column: column?.label ?? null, value, reason }
  })
}

/** For each unique column, the first row of each value. */
function valuesThatStandTwice({ importer, mapping, rows }: ImportWork) {
  return (importer.unique ?? []).map((key) => {
    const place = mapping[key]
    const first = new Map<string, number>()
    if (typeof place === 'number') {
      for (const [index, cells] of rows.entries()) {
        const value = compact(cells[place] ?? '')
        if (value && !first.has(value)) first.set(value, index)
      }
    }
    return { key, place, first }
  })
}

function repeated(
  { columns, rows }: ImportWork,
  unique: ReturnType<typeof valuesThatStandTwice>,
  index: number
): RowProblem[] {
  return unique.flatMap(({ key, place, first }) => {
    const value = typeof place === 'number' ? (rows[index][place] ?? '') : ''
    const before = first.get(compact(value))
    if (before === undefined || before === index) return []
    const column = columns.find((each) => each.key === key)?.label ?? null
    const reason = `Row ${before + 2} has the same value; each may stand once.`
    return [{ row: index + 2, column, value, reason }]
  })
}

const compact = (value: string) => value.replace(/[\s\-–./]/g, '').toUpperCase()
