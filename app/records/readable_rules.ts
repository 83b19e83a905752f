import type { RecordRule } from '../access/record_rules.ts'
import { seesOwnOnly } from '../access/visibility.ts'
import { identifier } from '../data/tables.ts'
import { readableModules } from '../modules/gate.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'

/** A kind of record that the reader may see. */
export interface ReadableRule {
  module: string
  rule: RecordRule
}

/** A condition of SQL with what its question marks stand for. */
export interface Condition {
  sql: string
  bindings: (string | null)[]
}

/** The kinds of records that the reader may see: gate and permission, as at the pages of the records. */
export function readableRules(scope: Scope, registry: ModuleRegistry): ReadableRule[] {
  return readableModules(registry.manifests(), scope)
    .flatMap(({ id, records }) => records.map((rule) => ({ module: id, rule })))
    .filter(({ rule }) => rule.view !== null && scope.can(rule.view))
}

/** The rule of the module, for the row called `alias`; branches are kept apart by the database. */
export function ownOnly(scope: Scope, rule: RecordRule, alias: string): Condition {
  if (!rule.own || !seesOwnOnly(scope, rule)) return { sql: 'true', bindings: [] }
  return {
    sql: `${alias}.${identifier(rule.own.column)} = ?::uuid`,
    bindings: [scope.actor.memberId],
  }
}

/** What stands at records that the reader may see, by `record_table` and `record_id` of the row called `alias`. */
export function atReadable(scope: Scope, rules: ReadableRule[], alias: string): Condition {
  const places = rules.map(({ rule }): Condition => {
    const seen = ownOnly(scope, rule, 'r')
    const name = identifier(rule.table)
    return {
      sql: `(${alias}.record_table = '${name}' and exists (select 1 from ${name} r
        where r.organisation_id = ${alias}.organisation_id and r.id = ${alias}.record_id and ${seen.sql}))`,
      bindings: seen.bindings,
    }
  })
  return {
    sql: `(${places.map(({ sql }) => sql).join(' or ') || 'false'})`,
    bindings: places.flatMap(({ bindings }) => bindings),
  }
}
