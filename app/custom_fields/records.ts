import app from '@adonisjs/core/services/app'
import type { RecordRule } from '../access/record_rules.ts'
import { NotFoundError } from '../errors.ts'
import { isReadable } from '../modules/gate.ts'
import { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { CustomFieldsNotIndexedError } from './errors.ts'

/** Records that may have custom fields, and the module they belong to. */
export interface CustomRecord {
  module: string
  rule: RecordRule
}

/** A kind of record that may have custom fields, for the page that defines them. */
export interface RecordKind {
  table: string
  module: string
  moduleName: string
  /** One of them: `vehicle`. */
  noun: string
  /** Several of them: `Vehicles`. */
  label: string
  /** The module is archived: nothing can be changed. */
  archived: boolean
}

/** The record of a table, where its module says that it may have custom fields. */
export async function customRecord(table: string): Promise<CustomRecord | null> {
  const registry = await app.container.make(ModuleRegistry)
  for (const { id, records } of registry.manifests()) {
    const rule = records.find((each) => each.table === table)
    if (rule) return rule.customFields ? { module: id, rule } : null
  }
  return null
}

/** The kinds that the reader may define fields for: of modules that can be read, and that the reader sees. */
export async function recordKinds(scope: Scope): Promise<RecordKind[]> {
  const registry = await app.container.make(ModuleRegistry)
  return registry
    .manifests()
    .filter(({ id }) => isReadable(scope, id))
    .flatMap(({ id, name, records }) =>
      records
        .filter(({ customFields, view }) => customFields && (!view || scope.can(view)))
        .map(({ table, noun }) => ({
          table,
          module: id,
          moduleName: name,
          noun,
          label: `${noun[0].toUpperCase()}${noun.slice(1)}s`,
          archived: !scope.active(id),
        }))
    )
}

/** @throws NotFoundError for tables without custom fields, and of modules that are off */
export async function recordKindOr404(
  scope: Scope,
  table: string,
  field?: string
): Promise<RecordKind> {
  const kind = (await recordKinds(scope)).find((each) => each.table === table)
  if (!kind) throw new NotFoundError('kind of record', field)
  return kind
}

/**
 * Refuses a filter that would find nothing, because no migration of the module has called `indexCustomFields`.
 * @throws CustomFieldsNotIndexedError
 */
export async function ensureIndexed(unit: Unit, record: RecordKind) {
  const [{ indexed }] = await unit.rows<{ indexed: boolean }>(
    `select exists (select 1 from pg_trigger t where t.tgrelid = to_regclass(?)
                       and t.tgfoid = 'kernel_index_custom'::regproc) as indexed`,
    [record.table]
  )
  if (!indexed) throw new CustomFieldsNotIndexedError(record)
}
