import app from '@adonisjs/core/services/app'
import type { RecordRule } from '../access/record_rules.ts'
import { NotFoundError } from '../errors.ts'
import { isReadable } from '../modules/gate.ts'
import { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'

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
