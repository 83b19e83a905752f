import type { FieldValue } from '../fields/declaration.ts'
import type { Unit } from '../tenancy/unit.ts'

/** Field key to value, as it is stored. */
export type ResourceValues = Record<string, FieldValue>

/** A record that is about to be saved. */
export interface ResourceSaving {
  /** `null` for a new one. */
  id: string | null
  /** All values as they would be saved. */
  values: ResourceValues
  /** All values as they are; `null` for a new one. */
  before: ResourceValues | null
}

/** What a module adds to saving the records of a resource. */
export interface ResourceHooks {
  /**
   * Runs in the transaction, before the record is written; returns the values to write.
   * @throws what the module refuses, a RuleError that names the field
   */
  beforeSave?(unit: Unit, saving: ResourceSaving): Promise<ResourceValues> | ResourceValues
  /** Runs in the transaction, after the record was written: emit, dispatch, write to other tables of the module. */
  afterSave?(unit: Unit, saved: ResourceSaving & { id: string }): Promise<void> | void
}

/** Declares the hooks of a resource; their file is named by `hooks` of the declaration. */
export function defineResourceHooks(hooks: ResourceHooks): ResourceHooks {
  return hooks
}
