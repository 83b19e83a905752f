import { RuleError } from '../errors.ts'
import type { FieldValue } from '../fields/declaration.ts'
import type { ListAction, ListEdit, NamedList } from '../lists/declaration.ts'
import { rowsById } from '../lists/read_lists.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'

/** The edit of the list that takes an action back, if it is one that changes a field. */
function editBehind(list: NamedList, { undo }: ListAction): [string, ListEdit] | null {
  if (typeof undo !== 'string') return null
  const edit = list.edits?.[undo]
  if (!edit) {
    throw new Error(`The list ${list.name} has no edit "${undo}" to take an action back by`)
  }
  return [undo, edit as ListEdit]
}

const valueOf = (row: object, [key, { from }]: [string, ListEdit]): FieldValue =>
  (row as Record<string, FieldValue>)[from ?? key] ?? null

/**
 * Does an action to one record and notes what takes it back: the value that the field had before, and the version of
 * the record after. In the open unit, together with the action.
 */
export async function doAndNote(
  unit: Unit,
  list: NamedList,
  { runId, id, row }: { runId: string; id: string; row: object },
  { action, run }: { action: ListAction; run: () => Promise<unknown> }
): Promise<void> {
  await run()
  const edit = editBehind(list, action)
  if (!edit) return
  const [after] = (await rowsById(unit.scope, list, [id])) as { version?: number }[]
  const before = valueOf(row, edit)
  if (!after || valueOf(after, edit) === before) return
  await unit.rows(
    `update bulk_records set value_before = ?, version_after = ? where run_id = ? and record_id = ?`,
    [JSON.stringify(before), after.version ?? null, runId, id]
  )
}

/**
 * Takes an action on one record back; a record that was changed since is left as it is.
 * @throws VersionConflictError, ForbiddenError, and what the module throws
 */
export async function takeBack(
  unit: Unit,
  list: NamedList,
  { runId, id }: { runId: string; id: string },
  action: ListAction
): Promise<void> {
  const { undo } = action
  if (typeof undo === 'function') {
    await undo(unit.scope, id)
    return
  }
  const edit = editBehind(list, action)
  const [noted] = await unit.rows<{ value: FieldValue; version: number | null }>(
    'select value_before as value, version_after as version from bulk_records where run_id = ? and record_id = ?',
    [runId, id]
  )
  if (!edit || noted?.version === null || noted?.version === undefined) return
  unit.scope.ensure(edit[1].permission)
  await edit[1].save(unit.scope, id, { value: noted.value, version: noted.version })
}

/** @throws RuleError for an action that nothing takes back, and for one that was taken back already */
export async function ensureUndoable(
  scope: Scope,
  { undo, label }: ListAction,
  runId: string
): Promise<void> {
  if (!undo) {
    throw new RuleError('E_BULK_FINAL', `“${label}” cannot be undone.`, {
      next: 'Change the records one by one.',
    })
  }
  const again = await scope.read((unit) =>
    unit.rows('select 1 from bulk_runs where undoes = ?', [runId])
  )
  if (again.length > 0) {
    throw new RuleError('E_BULK_UNDONE', 'This was undone already.', {
      next: 'Reload the list to see how it is now.',
    })
  }
}
