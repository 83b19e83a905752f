import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import { NotFoundError } from '../errors.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { RecordRule } from './record_rules.ts'

// A condition is added; the shape of the rows does not matter here.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Query = DatabaseQueryBuilderContract<any>

/** Whether the reader is left with their own records. */
export function seesOwnOnly(scope: Scope, rule: RecordRule): boolean {
  return rule.own !== null && !scope.can(rule.own.unless)
}

/** Leaves in a query what the reader may see. `alias` is the table's name in the query. */
export function visible<Q extends Query>(
  query: Q,
  scope: Scope,
  rule: RecordRule,
  alias = rule.table
): Q {
  if (!rule.own || !seesOwnOnly(scope, rule)) return query
  const { memberId } = scope.actor
  if (memberId) query.where(`${alias}.${rule.own.column}`, memberId)
  else query.whereRaw('false')
  return query
}

/** Whether the reader may see a row or model of the rule's table. */
export function isVisible(scope: Scope, rule: RecordRule, row: object): boolean {
  if (!rule.own || !seesOwnOnly(scope, rule)) return true
  const owner = valueOf(row, rule.own.column)
  return owner !== null && owner === scope.actor.memberId
}

/** @throws NotFoundError a hidden record is answered like a missing one */
export function ensureVisible(scope: Scope, rule: RecordRule, row: object) {
  if (!isVisible(scope, rule, row)) throw new NotFoundError(rule.noun)
}

/** Column of a row as SQL gives it, or of a model. */
function valueOf(row: object, column: string): unknown {
  const property = column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
  const values = row as Record<string, unknown>
  const value = values[column] === undefined ? values[property] : values[column]
  if (value === undefined) {
    throw new Error(`Who may see this cannot be told: "${column}" was not read`)
  }
  return value
}
