import { NotFoundError, RuleError } from '../errors.ts'
import type { FieldValue } from '../fields/declaration.ts'
import { readField } from '../fields/read_field.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { NamedList } from './declaration.ts'
import { rowsById } from './read_lists.ts'

/** What a reader puts into a cell. */
export interface RowEdit {
  /** Key of the edit. */
  field: string
  value: FieldValue
  /** Version of the row that the reader saw. */
  version: number
}

/**
 * Changes one field of a record in its list.
 * @returns the row as it is now; `null` when it left what the reader may see
 * @throws NotFoundError, ForbiddenError, RuleError naming `value`, VersionConflictError, and what the module throws
 */
export async function editRow(
  scope: Scope,
  list: NamedList,
  id: string,
  { field: key, value, version }: RowEdit
): Promise<object | null> {
  const edit = list.edits && Object.hasOwn(list.edits, key) ? list.edits[key] : null
  const [seen] = await rowsById(scope, list, [id])
  if (!seen) throw new NotFoundError(list.record?.noun ?? 'record')
  if (!edit) {
    throw new RuleError('E_LIST_EDIT', `"${key}" cannot be changed in the list.`, {
      field: 'field',
      next: 'Open the record and change it there.',
    })
  }
  scope.ensure(edit.permission)
  const field = typeof edit.field === 'function' ? await edit.field(scope) : edit.field
  await edit.save(scope, id, { value: checked(field, value), version })
  const [row] = await rowsById(scope, list, [id])
  return row ?? null
}

function checked(field: Parameters<typeof readField>[0], value: FieldValue): FieldValue {
  if (value === null || value === '') {
    if (!field.required) return null
    throw new RuleError('E_VALIDATION_ERROR', `${field.label} must be filled in.`, {
      field: 'value',
      next: 'Choose a value.',
    })
  }
  const reading = readField(field, value)
  if ('value' in reading) return reading.value
  throw new RuleError('E_VALIDATION_ERROR', reading.problem, { field: 'value' })
}
