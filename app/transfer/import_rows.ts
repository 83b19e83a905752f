import logger from '@adonisjs/core/services/logger'
import type { FieldDeclaration } from '../fields/declaration.ts'
import { understand } from '../http/understand_error.ts'
import { ENGLISH } from '../lang/sentences.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { splitCustom, storeCustom } from './custom_columns.ts'
import type { ImporterDefinition, ImportOutcome, ImportRow, RowAnswer } from './importer.ts'
import type { Mapping } from './mapping.ts'
import { readRow, type RowProblem, type Sentence } from './read_row.ts'
import { RunOverError } from './run_over.ts'

/** What rows are imported with. */
export interface ImportWork {
  importer: ImporterDefinition
  columns: readonly FieldDeclaration[]
  mapping: Mapping
  rows: readonly string[][]
  /** Number of each row as a spreadsheet shows it. */
  numbers: readonly number[]
  /** Places of the rows to go through, in their order. */
  places: readonly number[]
  /** @see valuesThatStandTwice */
  twice: ReturnType<typeof valuesThatStandTwice>
}

/** A stretch of {@link ImportWork.places}, counted from 0. */
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

/** Rows that share a savepoint: one is refused rarely, and then they are tried by halves. */
const TOGETHER = 100

interface ReadyRow {
  place: number
  values: ImportRow
}

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
  let ready: ReadyRow[] = []
  const refuse = (problems: RowProblem[]) => {
    done.failed++
    done.problems.push(...problems)
  }
  const save = async () => {
    for (const outcome of await tryTogether(unit, work, ready)) {
      if (Array.isArray(outcome)) refuse(outcome)
      else done[outcome]++
    }
    ready = []
  }
  for (const place of work.places.slice(from, from + count)) {
    const { columns, mapping, rows, numbers } = work
    const { values, problems } = readRow(rows[place], numbers[place], columns, mapping)
    const all = [...problems, ...repeated(work, place)]
    if (all.length > 0) refuse(all)
    else ready.push({ place, values })
    if (ready.length === TOGETHER) await save()
  }
  await save()
  return done
}

type Outcome = ImportOutcome | RowProblem[]

/** Saves rows behind one savepoint; where that is refused, each half behind its own, down to the row that is wrong. */
async function tryTogether(unit: Unit, work: ImportWork, rows: ReadyRow[]): Promise<Outcome[]> {
  if (rows.length === 0) return []
  await unit.rows('savepoint import_rows')
  try {
    const outcomes = await saveTogether(unit, work, rows)
    if (outcomes) {
      await unit.rows('release savepoint import_rows')
      return outcomes.map((outcome, at) =>
        outcome instanceof Error
          ? problemsOf(outcome, work, rows[at].place, rows[at].values)
          : outcome
      )
    }
    await unit.rows('rollback to savepoint import_rows; release savepoint import_rows')
  } catch (error) {
    if (isOfDatabase(error)) throw error
    await unit.rows('rollback to savepoint import_rows; release savepoint import_rows')
    if (rows.length === 1) return [problemsOf(error, work, rows[0].place, rows[0].values)]
  }
  const half = rows.length >> 1
  return [
    ...(await tryTogether(unit, work, rows.slice(0, half))),
    ...(await tryTogether(unit, work, rows.slice(half))),
  ]
}

/** `null` when the importer cannot take these together. */
async function saveTogether(
  unit: Unit,
  { importer }: ImportWork,
  ready: readonly ReadyRow[]
): Promise<(ImportOutcome | Error)[] | null> {
  const split = ready.map(({ values }) => splitCustom(values))
  const rows = split.map(({ row }) => row)
  const saved =
    importer.saveAll && rows.length > 1
      ? await importer.saveAll(unit.scope, rows)
      : await oneByOne(unit, importer, rows)
  if (!saved) return null
  const outcomes: (ImportOutcome | Error)[] = []
  for (const [at, each] of saved.entries()) {
    const { custom } = split[at]
    if (typeof each === 'string' || each instanceof Error) outcomes.push(each)
    else if (!importer.table || Object.keys(custom).length === 0) outcomes.push(each.outcome)
    else outcomes.push(await storeCustom(unit, importer.table, each, custom))
  }
  return outcomes
}

async function oneByOne(unit: Unit, importer: ImporterDefinition, rows: readonly ImportRow[]) {
  const saved: RowAnswer[] = []
  for (const row of rows) saved.push(await importer.save(unit.scope, row))
  return saved
}

/** Failures that are the database's own, not of a row: the whole stretch is tried again. */
const NOT_THE_ROW = /^(08|40|53|57|58|XX)/

function isOfDatabase(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && NOT_THE_ROW.test(code)
}

function problemsOf(
  error: unknown,
  { importer, columns, mapping, rows, numbers }: ImportWork,
  place: number,
  values: ImportRow
): RowProblem[] {
  const { status, message, next, fields, code, meta } = understand(error)
  const row = numbers[place]
  const whole = (...sentences: Sentence[]) => [
    { row, key: null, column: null, value: null, ...saying(sentences) },
  ]
  if (status >= 500) {
    const module = importer.id.split('.')[0]
    logger.error(
      { err: error, module, row, columns: Object.keys(values) },
      'a row was not imported'
    )
    return whole({ text: 'Karkhana could not save this row ({code}).', values: { code } })
  }
  const both = next ? [{ text: message }, { text: next }] : [{ text: message }]
  if (fields.length === 0) return whole(...both)
  return fields.map(({ field, message: reason }) => {
    const column = columns.find(({ key }) => key === field)
    const at = column && mapping[column.key]
    const value = typeof at === 'number' ? (rows[place][at] ?? null) : null
    const said = saying(both)
    const why = reason === said.reason ? said : { reason }
    const taken = namesRecord(meta) && { double: true as const }
    return { row, key: column?.key ?? null, column: column?.label ?? null, value, ...why, ...taken }
  })
}

/** Whether an error tells of the record that has the value already: its `meta` holds that record with its id. */
function namesRecord(meta: Record<string, unknown> = {}): boolean {
  return Object.values(meta).some(
    (each) => typeof each === 'object' && each !== null && 'id' in each
  )
}

/** A reason that is put together from sentences. */
function saying(sentences: Sentence[]): Pick<RowProblem, 'reason' | 'sentences'> {
  const tell = ({ text, values }: Sentence) => ENGLISH.tell(text, values)
  return { reason: sentences.map(tell).join(' '), sentences }
}

/** For each unique column, the place of the first row with each value; rows that are left out do not count. */
export function valuesThatStandTwice(
  { unique = [] }: ImporterDefinition,
  mapping: Mapping,
  rows: readonly string[][],
  skipped: ReadonlySet<number>
) {
  return unique.map((key) => {
    const at = mapping[key]
    const first = new Map<string, number>()
    if (typeof at === 'number') {
      for (const [place, cells] of rows.entries()) {
        const value = compact(cells[at] ?? '')
        if (value && !skipped.has(place) && !first.has(value)) first.set(value, place)
      }
    }
    return { key, at, first }
  })
}

function repeated({ columns, rows, numbers, twice }: ImportWork, place: number): RowProblem[] {
  return twice.flatMap(({ key, at, first }) => {
    const value = typeof at === 'number' ? (rows[place][at] ?? '') : ''
    const before = first.get(compact(value))
    if (before === undefined || before === place) return []
    const column = columns.find((each) => each.key === key)?.label ?? null
    const text = 'Row {row} has the same value; each may stand once.'
    const why = saying([{ text, values: { row: numbers[before] } }])
    return [{ row: numbers[place], key, column, value, ...why, double: true as const }]
  })
}

const compact = (value: string) => value.replace(/[\s\-–./]/g, '').toUpperCase()
