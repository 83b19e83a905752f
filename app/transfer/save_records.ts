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
  /** `create` for many by a few statements; `null`, and nothing is written, where each has to be tried by itself. */
  createAll(scope: Scope, inputs: readonly Input[]): Promise<{ id: string }[] | null>
  /** `update` for many; says of each whether there was something to change. `null` as above. */
  updateAll(scope: Scope, inputs: readonly (Input & KnownRecord)[]): Promise<boolean[] | null>
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
  const read = await Promise.all(rows.map((row, at) => readOne(scope, records, row, looked[at])))
  const isFresh = (at: number) => looked[at].known === null
  const readable = rows.flatMap((_, at) => (read[at] instanceof Refused ? [] : [at]))
  const [fresh, stored] = [readable.filter(isFresh), readable.filter((at) => !isFresh(at))]
  const inputs = (places: number[]) => places.map((at) => read[at] as Input)
  const created = fresh.length > 0 ? await records.createAll(scope, inputs(fresh)) : []
  if (!created) return null
  const changed =
    stored.length > 0
      ? await records.updateAll(
          scope,
          stored.map((at) => ({ ...(read[at] as Input), ...idOf(looked[at]) }))
        )
      : []
  if (!changed) return null
  const answers: RowAnswer[] = read.map((each) => (each instanceof Refused ? each.reason : 'same'))
  for (const [n, at] of fresh.entries()) answers[at] = { outcome: 'created', id: created[n].id }
  for (const [n, at] of stored.entries()) {
    answers[at] = { outcome: changed[n] ? 'changed' : 'same', id: looked[at].known!.id }
  }
  return answers
}

const idOf = ({ known }: LookedUp): KnownRecord => ({ id: known!.id, version: known!.version })

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
