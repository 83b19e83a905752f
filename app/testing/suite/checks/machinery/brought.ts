import { buffer } from 'node:stream/consumers'
import { NotFoundError } from '../../../../errors.ts'
import type { Scope } from '../../../../tenancy/scope.ts'
import { recordsFile } from '../../../../transfer/export.ts'
import type { ExporterDefinition } from '../../../../transfer/exporter.ts'
import { readTable } from '../../../../transfer/files/read_table.ts'
import type { ImporterDefinition, ImportRow, SavedRow } from '../../../../transfer/importer.ts'
import { autoMap } from '../../../../transfer/mapping.ts'
import { readRow } from '../../../../transfer/read_row.ts'
import type { ModuleUnderTest } from '../../module_under_test.ts'
import { tablesChangedBy } from './foreign.ts'

/** Rows of a file that are brought back. */
const ROWS = 5

/** A file that was taken home comes back: its own organisation knows the records again, another one makes its own. */
export async function broughtProblems(
  module: ModuleUnderTest,
  importer: ImporterDefinition,
  exporter: ExporterDefinition
): Promise<string[]> {
  const scope = await (await module.pair()).a.scope()
  const file = await recordsFile(scope, module.registry, exporter.id, 'csv')
  const read = await rowsOf(importer, await buffer(file.content))
  if (read.problems.length > 0) {
    return read.problems.map(
      (problem) =>
        `the import "${importer.id}" cannot read the file of the export of that name: ${problem}; give the export its columns`
    )
  }
  return [
    ...(await returnedProblems(scope, importer, read.rows)),
    ...(await foreignProblems(module, importer, read.rows)),
  ]
}

/** The first rows of a file as the import reads them, and what it cannot read. */
async function rowsOf(importer: ImporterDefinition, content: Buffer) {
  const { headings, rows } = await readTable(content)
  const mapping = autoMap(headings, importer.columns)
  const read = rows.slice(0, ROWS).map((cells, at) => readRow(cells, at, importer.columns, mapping))
  const problems = read.flatMap((each) =>
    each.problems.map(({ column, reason }) => `${column}: ${reason}`)
  )
  return { rows: read.map(({ values }) => values), problems: [...new Set(problems)] }
}

async function returnedProblems(scope: Scope, importer: ImporterDefinition, rows: ImportRow[]) {
  const problems = new Set<string>()
  for (const row of rows) {
    const answer = await tried(scope, () => importer.save(scope, row))
    if (answer instanceof Error) {
      problems.add(
        `the import "${importer.id}" refuses a row of the export of that name: ${answer.message}; correct one of them`
      )
    } else if (outcomeOf(answer) === 'created') {
      problems.add(
        `the import "${importer.id}" makes a second record of a row of the export of that name; look up what is there`
      )
    }
  }
  return [...problems]
}

const outcomeOf = (answer: SavedRow) => (typeof answer === 'string' ? answer : answer.outcome)

/** What becomes of a row, or why it is refused; it is taken back either way. */
async function tried(scope: Scope, save: () => Promise<SavedRow>): Promise<SavedRow | Error> {
  const undone = await scope
    .work(async () => {
      throw new TakenBack(await save())
    })
    .catch((error: Error) => error)
  return undone instanceof TakenBack ? undone.answer : undone
}

/** Thrown so that a transaction is undone. */
class TakenBack extends Error {
  constructor(readonly answer: SavedRow) {
    super('Taken back')
  }
}

/** The rows of the first organisation as a file of the second: its records are its own. */
async function foreignProblems(
  module: ModuleUnderTest,
  importer: ImporterDefinition,
  rows: ImportRow[]
): Promise<string[]> {
  const { a, b } = await module.pair()
  const scope = await b.scope()
  const ids: string[] = []
  let missed = false
  const changed = await tablesChangedBy(module, a, async () => {
    for (const row of rows) {
      // A row may name what the second organisation has not
      const saved = await scope
        .work(() => importer.save(scope, row))
        .catch((error: unknown) => (error instanceof NotFoundError ? error : null))
      if (saved instanceof NotFoundError) missed = true
      else if (saved && typeof saved === 'object') ids.push(saved.id)
    }
  })
  const own =
    ids.length === 0 || !importer.table
      ? []
      : await scope.read((unit) =>
          unit.rows<{ id: string }>(
            `select id from ${importer.table} where organisation_id = ? and id = any(?)`,
            [scope.organisationId, ids]
          )
        )
  const known = new Set(own.map(({ id }) => id))
  const foreign = importer.table && ids.some((id) => !known.has(id))
  if (missed && changed.length === 0) {
    return [
      `the import "${importer.id}" looks for a record that only another organisation has; keep nothing of one for the next`,
    ]
  }
  return changed.length > 0 || foreign
    ? [
        `the import "${importer.id}" reaches records of another organisation; find and save them by the scope`,
      ]
    : []
}
