import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { ImporterDefinition, ImportRow, RowAnswer, SavedRow } from './importer.ts'

/** A record that a row is about. */
export interface KnownRecord {
  id: string
  version: number
}

/** What was looked up for a row: the record that it is about, and whatever else `input` wants to know. */
export interface LookedUp<Known extends KnownRecord = KnownRecord> {
  /** `null` for a row of a new record. */
  known: Known | null
}

/** How rows become records of one kind, through the service of the pages. */
export interface RecordImport<Looked extends LookedUp, Input> {
  /** Permissions that new and known records ask for. */
  permissions: { create: string; update: string }
  /** What there is to know of the rows, in their order, by a few statements for all of them. */
  lookUp(unit: Unit, rows: readonly ImportRow[]): Promise<Looked[]>
  /**
   * Reads one row by the validator of the service.
   * @throws RuleError, validation errors; `field` is the column
   */
  input(scope: Scope, row: ImportRow, looked: Looked): Promise<Input>
  create(scope: Scope, input: Input): Promise<{ id: string }>
  update(scope: Scope, id: string, input: Input & { version: number }): Promise<{ version: number }>
  /**
   * `create` for many by a few statements; `null`, and nothing is written, where each has to be tried by itself. Left
   * out, they are created one by one.
   */
  createAll?(scope: Scope, inputs: readonly Input[]): Promise<{ id: string }[] | null>
  /** `update` for many; says of each whether there was something to change. `null` and left out as above. */
  updateAll?(scope: Scope, inputs: readonly (Input & KnownRecord)[]): Promise<boolean[] | null>
  /** Whether two of the rows could be about one record, so that the second has to see what became of the first. */
  mayMeet?(rows: readonly ImportRow[]): boolean
}

/**
 * `save` and `saveAll` of an importer of records: rows are looked up, read, and created or updated; a row that cannot
 * be read is refused without holding up the others.
 */
export function saveRecords<Looked extends LookedUp, Input>(
  records: RecordImport<Looked, Input>
): Required<Pick<ImporterDefinition, 'save' | 'saveAll'>> {
  return {
    save: (scope, row) => scope.work((unit) => saveOne(unit, records, row)),
    async saveAll(scope, rows) {
      if (records.mayMeet?.(rows)) return null
      return scope.work((unit) => saveMany(unit, records, rows))
    },
  }
}

async function saveOne<Looked extends LookedUp, Input>(
  unit: Unit,
  records: RecordImport<Looked, Input>,
  row: ImportRow
): Promise<SavedRow> {
  const { scope } = unit
  const [looked] = await records.lookUp(unit, [row])
  const { known } = looked
  scope.ensure(records.permissions[known ? 'update' : 'create'])
  const input = await records.input(scope, row, looked)
  if (!known) return { outcome: 'created', id: (await records.create(scope, input)).id }
  const { id, version } = known
  const saved = await records.update(scope, id, { ...input, version })
  return { outcome: saved.version === version ? 'same' : 'changed', id }
}

async function saveMany<Looked extends LookedUp, Input>(
  unit: Unit,
  records: RecordImport<Looked, Input>,
  rows: readonly ImportRow[]
): Promise<RowAnswer[] | null> {
  const { scope } = unit
  const looked = await records.lookUp(unit, rows)
  const answers: RowAnswer[] = []
  const fresh: { at: number; input: Input }[] = []
  const stored: { at: number; known: KnownRecord; input: Input }[] = []
  for (const [at, row] of rows.entries()) {
    const { known } = looked[at]
    const input = await readOne(scope, records, row, looked[at])
    if (input instanceof Refused) answers[at] = input.reason
    else if (known) stored.push({ at, known, input })
    else fresh.push({ at, input })
  }
  const created = await createAll(
    scope,
    records,
    fresh.map(({ input }) => input)
  )
  if (!created) return null
  const changed = await updateAll(scope, records, stored)
  if (!changed) return null
  for (const [n, { at }] of fresh.entries()) {
    answers[at] = { outcome: 'created', id: created[n].id }
  }
  for (const [n, { at, known }] of stored.entries()) {
    answers[at] = { outcome: changed[n] ? 'changed' : 'same', id: known.id }
  }
  return answers
}

async function createAll<Looked extends LookedUp, Input>(
  scope: Scope,
  records: RecordImport<Looked, Input>,
  inputs: readonly Input[]
): Promise<{ id: string }[] | null> {
  if (inputs.length === 0) return []
  if (records.createAll) return records.createAll(scope, inputs)
  const created: { id: string }[] = []
  for (const input of inputs) created.push(await records.create(scope, input))
  return created
}

async function updateAll<Looked extends LookedUp, Input>(
  scope: Scope,
  records: RecordImport<Looked, Input>,
  stored: readonly { known: KnownRecord; input: Input }[]
): Promise<boolean[] | null> {
  if (stored.length === 0) return []
  if (records.updateAll) {
    return records.updateAll(
      scope,
      stored.map(({ known: { id, version }, input }) => ({ ...input, id, version }))
    )
  }
  const changed: boolean[] = []
  for (const { known, input } of stored) {
    const { id, version } = known
    const saved = await records.update(scope, id, { ...input, version })
    changed.push(saved.version !== version)
  }
  return changed
}

/** A row that could not be read. */
class Refused {
  constructor(readonly reason: Error) {}
}

async function readOne<Looked extends LookedUp, Input>(
  scope: Scope,
  { permissions, input }: RecordImport<Looked, Input>,
  row: ImportRow,
  looked: Looked
): Promise<Input | Refused> {
  try {
    scope.ensure(permissions[looked.known ? 'update' : 'create'])
    return await input(scope, row, looked)
  } catch (error) {
    // After an error of PostgreSQL the transaction takes nothing more.
    if (!(error instanceof Error) || 'severity' in error) throw error
    return new Refused(error)
  }
}
