import type { LucidModel } from '@adonisjs/lucid/types/model'
import { v7 as uuidv7 } from 'uuid'
import type { Unit } from '../tenancy/unit.ts'
import { OrganisationModel } from './organisation_model.ts'

/**
 * Inserts new rows of a model by one statement, as `save` would one by one; hooks of the model itself do not run. What
 * the database fills in by itself is not read back.
 */
export async function insertAll<Row extends OrganisationModel>(
  unit: Unit,
  model: LucidModel & (new () => Row),
  rows: readonly Row[]
): Promise<void> {
  if (rows.length === 0) return
  const msecs = unit.scope.now().toMillis()
  const values = rows.map((row, seq) => {
    // In one millisecond the order of the ids is that of the rows.
    row.id ??= uuidv7({ msecs, seq })
    OrganisationModel.assignIdentity(row)
    const attributes = Object.entries(row.$attributes).map(([name, value]): [string, unknown] => {
      const column = model.$getColumn(name)!
      return [column.columnName, column.prepare ? column.prepare(value, name, row) : value]
    })
    return Object.fromEntries(attributes)
  })
  await unit.table(model.table).multiInsert(values)
}
