import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import type { RecordRule } from '../access/record_rules.ts'
import type { FieldDeclaration, FieldValue, FieldValues } from '../fields/declaration.ts'
import type { ListColumn } from '../http/page_types.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { FilterDeclaration } from './filter_declaration.ts'

/** The query of a list: what `search` and filters add their conditions to. */
// The row shape is what `row()` receives from SQL; it is checked there, once.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type ListQuery = DatabaseQueryBuilderContract<any>

export interface SortDeclaration {
  label: string
  /** Column or expression that is never null. */
  column: string
  /** SQL type the cursor value is cast to. */
  type: 'timestamptz' | 'date' | 'text' | 'bigint' | 'integer'
  direction: 'asc' | 'desc'
}

/** A field that may be changed in the list itself; its key in `edits` is the column it stands in. */
export interface ListEdit<Row = Record<string, unknown>> {
  /** Permission to change it. */
  permission: string
  /** What is put into the cell, for the reader. */
  field: FieldDeclaration | ((scope: Scope) => Promise<FieldDeclaration>)
  /** Property of the row with the present value, where the column shows another one. */
  from?: string & keyof Row
  /**
   * Changes the record. `version` is that of the row that the reader saw.
   * @throws VersionConflictError when the record was changed since
   */
  save(scope: Scope, id: string, change: { value: FieldValue; version: number }): Promise<unknown>
}

/** Something done to many records; each is a transaction of its own. */
export interface ListAction {
  /** Verb and object: «Assign». */
  label: string
  icon?: string
  permission: string
  /** What is asked once, before it begins. */
  fields?: readonly FieldDeclaration[] | ((scope: Scope) => Promise<readonly FieldDeclaration[]>)
  /** What happens, where it cannot be taken back; the reader confirms it. */
  confirm?: string
  /** One record after the other as they were made, whatever the order of the list: their ids tell (UUID, version 7). */
  oldestFirst?: boolean
  /**
   * How it is taken back from a record that did not change since: the key of the edit whose value it sets, or what
   * brings one record back. Left out where it cannot be.
   */
  undo?: string | ((scope: Scope, id: string) => Promise<unknown>)
  /** Does it to one record; what it throws is told as the reason why that record was left. */
  run(scope: Scope, id: string, input: FieldValues): Promise<unknown>
}

export interface ListDeclaration<Raw, Row> {
  /**
   * Stable id, prefixed by the module: `tickets.tickets`. With it, and with its file among `lists` of the manifest, the
   * list has saved views, columns to choose, a count, export, bulk actions and inline edits.
   */
  name?: string
  /** In the plural, as files are called: "Tickets". */
  label?: string
  /** Who may see it; `view` of `record` when left out. */
  permission?: string
  /** Tables, joins and columns; no order, no limit. */
  from: (unit: Unit) => ListQuery
  /** Qualified id column that breaks ties: `t.id`. */
  id: string
  /** Who sees which rows; applied to the table that `id` names. */
  record?: RecordRule
  /** Table whose custom fields become columns and filters; that of `record` when left out, if it has them. */
  customFields?: string
  /** What is shown of a row; a page may draw a column by a slot of its key, and files are written with them. */
  columns?: readonly ListColumn[]
  /** Adds the search condition for a trimmed, non-empty term. */
  search?: (query: ListQuery, term: string) => void
  filters: Record<string, FilterDeclaration>
  /** Filters that narrow the list while nobody asked otherwise; they are not shown as chosen. */
  narrow?: (input: ListInput) => Record<string, string>
  sorts: Record<string, SortDeclaration>
  defaultSort: string
  /** Column to how it is changed in place. The rows need `version`. */
  edits?: Record<string, ListEdit<Row>>
  /** Key to what can be done to many rows at once. */
  actions?: Record<string, ListAction>
  /** What a page or a program is shown of a row. */
  row: (raw: Raw) => Row
}

/** A list whose rows are of no concern to who handles it. */
// Raw and row are matched by the declaration itself; nobody reads them here.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyList = ListDeclaration<any, any>

/** A list with an id; see `ListDeclaration.name`. */
export type NamedList = AnyList & { name: string }

/** What the query string asked for; see `listInput`. */
export interface ListInput {
  search?: string
  sort?: string
  cursor?: string
  limit?: number
  filters?: Record<string, string>
  /** Id of the view that the state came from; `all` for none, also where there is a default. */
  view?: string
  /** False leaves out the choices of the filters and all else that only a page shows. */
  withChoices?: boolean
}

/** Declares a list once, for page, API, export, saved views and bulk actions. */
export function defineList<Raw, Row>(
  declaration: ListDeclaration<Raw, Row>
): ListDeclaration<Raw, Row> {
  return declaration
}
