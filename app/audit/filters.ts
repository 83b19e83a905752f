import { DateTime } from 'luxon'
import { RuleError } from '../errors.ts'
import { isBusinessDate } from '../dates/index.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Catalogue } from './catalogue.ts'
import { UUID } from './cursor.ts'

/** A condition with its bindings. */
export interface Condition {
  sql: string
  bindings: unknown[]
}

/** Filters of the list of changes, by their name in the query string. */
export const CHANGE_FILTERS = ['who', 'record', 'action', 'from', 'to', 'id'] as const
export const ACTIONS = { insert: 'Created', update: 'Changed', delete: 'Removed' } as const

/**
 * The conditions of the list of changes on `audit_log a`.
 * @throws RuleError naming the filter
 */
export function changeConditions(
  scope: Scope,
  catalogue: Catalogue,
  filters: Record<string, string>
): Condition[] {
  ensureKnown(filters, CHANGE_FILTERS)
  const { who, record, action, id } = filters
  const conditions = dateConditions(scope, filters, 'a.at')
  if (who) conditions.push(whoCondition(who))
  if (record) {
    if (!catalogue.has(record)) throw wrong('record', 'Choose a kind of record from the list.')
    conditions.push({ sql: 'a.table_name = ?', bindings: [record] })
  }
  if (action) {
    if (!Object.hasOwn(ACTIONS, action)) throw wrong('action', 'Use insert, update or delete.')
    conditions.push({ sql: 'a.action = ?', bindings: [action] })
  }
  if (id) {
    if (!UUID.test(id)) throw wrong('id', 'Copy the whole id of the record.')
    conditions.push({
      sql: record ? 'a.row_id = ?' : 'a.table_name = any(?) and a.row_id = ?',
      bindings: record ? [id] : [[...catalogue.keys()], id],
    })
  }
  return conditions
}

/** `user:<id>`, `token:<id>`, `partner`, `system` or `outside`. */
function whoCondition(who: string): Condition {
  const [kind, id] = [who.split(':')[0], who.slice(who.indexOf(':') + 1)]
  if (kind === 'user' || kind === 'token') {
    return { sql: 'a.actor_kind = ? and a.actor_id = ?', bindings: [kind, id] }
  }
  if (who === 'outside') return { sql: 'a.actor_kind is null', bindings: [] }
  if (who === 'partner' || who === 'system') return { sql: 'a.actor_kind = ?', bindings: [who] }
  throw wrong('who', 'Use user:<id>, token:<id>, partner, system or outside.')
}

/**
 * `from` and `to` as business dates of the organisation, both included.
 * @throws RuleError naming `from` or `to`
 */
export function dateConditions(
  scope: Scope,
  filters: Record<string, string>,
  column: string
): Condition[] {
  const conditions: Condition[] = []
  for (const name of ['from', 'to'] as const) {
    const date = filters[name]
    if (!date) continue
    if (!isBusinessDate(date)) throw wrong(name, 'Write the date as YYYY-MM-DD.')
    const day = DateTime.fromISO(date, { zone: scope.organisation.timezone })
    const at = name === 'from' ? day : day.plus({ days: 1 })
    conditions.push({
      sql: `${column} ${name === 'from' ? '>=' : '<'} ?::timestamptz`,
      bindings: [at.toUTC().toISO()],
    })
  }
  return conditions
}

/** @throws RuleError naming the first filter that is none */
export function ensureKnown(filters: Record<string, string>, known: readonly string[]) {
  const stranger = Object.keys(filters).find((name) => !known.includes(name))
  if (stranger) throw wrong(stranger, `Use one of: ${known.join(', ')}.`)
}

function wrong(field: string, next: string) {
  return new RuleError('E_LIST_PARAMETER', `"${field}" cannot be used like this.`, { field, next })
}
