import { BaseModel, beforeCreate, column, Adapter } from '@adonisjs/lucid/orm'
import type { LucidModel, ModelAdapterOptions } from '@adonisjs/lucid/types/model'
import type { DateTime } from 'luxon'
import { v7 as uuidv7 } from 'uuid'
import { requireUnit } from '../tenancy/unit.ts'

/** Hands every organisation model the transaction of the open unit; there is no other way in. */
export class UnitAdapter extends Adapter {
  modelConstructorClient(model: LucidModel, options?: ModelAdapterOptions) {
    return options?.client ?? requireUnit(`Model ${model.name}`).trx
  }
}

/**
 * Base of every model whose rows belong to an organisation. Id (UUIDv7), organisation and timestamps
 * are set here; `version` is counted by the database on each update.
 */
export class OrganisationModel extends BaseModel {
  static selfAssignPrimaryKey = true

  @column({ isPrimary: true })
  declare id: string

  @column()
  declare organisationId: string

  /** Rises by one with each update; sent back by forms to notice lost updates. */
  @column()
  declare version: number

  /** Values of the fields that an organisation defined for itself. */
  @column({ prepare: (value: unknown) => JSON.stringify(value ?? {}) })
  declare custom: Record<string, unknown>

  @column.dateTime()
  declare createdAt: DateTime

  @column.dateTime()
  declare updatedAt: DateTime

  @beforeCreate()
  static assignIdentity(row: OrganisationModel) {
    const { scope } = requireUnit(`Model ${row.constructor.name}`)
    row.id ??= uuidv7({ msecs: scope.now().toMillis() })
    row.organisationId = scope.organisationId
    row.custom ??= {}
    row.createdAt ??= scope.now()
    row.updatedAt ??= scope.now()
  }
}
