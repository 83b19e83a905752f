import type { LucidModel } from '@adonisjs/lucid/types/model'
import { NotFoundError, VersionConflictError } from '../errors.ts'
import type { OrganisationModel } from './organisation_model.ts'

type Model<Row extends OrganisationModel> = LucidModel & (new () => Row)

/**
 * The row `id`, for reading or for a foreign key of the input.
 * @throws NotFoundError also when the row belongs to another organisation; with `field` it is an
 * error of that input field.
 */
export async function findOr404<Row extends OrganisationModel>(
  model: Model<Row>,
  id: string,
  options: { what?: string; field?: string } = {}
): Promise<Row> {
  const row = (await model.query().where('id', id).first()) as Row | null
  if (!row) throw new NotFoundError(options.what, options.field)
  return row
}

/**
 * The row `id`, locked until the transaction ends. With `version` it must still be the one the
 * reader saw.
 * @throws NotFoundError, VersionConflictError
 */
export async function lockForUpdate<Row extends OrganisationModel>(
  model: Model<Row>,
  id: string,
  options: { version?: number; what?: string } = {}
): Promise<Row> {
  const row = (await model.query().where('id', id).forUpdate().first()) as Row | null
  if (!row) throw new NotFoundError(options.what)
  if (options.version !== undefined && options.version !== row.version) {
    throw new VersionConflictError(row.serialize(), options.version)
  }
  return row
}
