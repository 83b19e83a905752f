import type { Scope } from '../tenancy/scope.ts'
import type { ListQuery } from './declaration.ts'

/** Fixed choices, or choices read for the reader. */
export type FilterOptions =
  | readonly { value: string; label: string }[]
  | ((scope: Scope) => Promise<readonly { value: string; label: string }[]>)

/** A filter with conditions of its own. */
export interface OwnFilter {
  kind?: undefined
  label: string
  options: FilterOptions
  apply: (query: ListQuery, value: string, scope: Scope) => void
}

/** One or several of some values: `P1,P2`, and `!P1,P2` for all others. */
export interface ChoiceFilter {
  kind: 'choice'
  label: string
  /** Qualified column: `t.priority`. */
  column: string
  options: FilterOptions
  /** `id`: the values are ids of records, which the choices need not name. */
  of?: 'text' | 'id'
  /**
   * What a choice stands for where it is not itself: several values, `null` for records without one, `any` for every
   * value. Undefined for choices that are values.
   */
  means?: (choice: string, scope: Scope) => readonly (string | null)[] | 'any' | undefined
}

/**
 * Days: a preset (`this_month`), a day, `2026-04-01..2026-04-30` (either end may be missing), `!` before it for all
 * others, `-` for records without one. Instants are compared by the day in the zone of the organisation.
 */
export interface DateFilter {
  kind: 'date'
  label: string
  column: string
  /** Type of the column; an instant when left out. */
  of?: 'instant' | 'date'
}

/** Amounts in paise: `100000..250000`, either end may be missing; `!` before it for all others. */
export interface MoneyFilter {
  kind: 'money'
  label: string
  column: string
}

/** The id of another record, `!` before it for all others; asked for by links and programs. */
export interface RecordFilter {
  kind: 'record'
  label: string
  column: string
}

export type FilterDeclaration = OwnFilter | ChoiceFilter | DateFilter | MoneyFilter | RecordFilter
