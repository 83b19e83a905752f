import type { BuiltInRole, FieldDeclaration } from '../http/page_types.ts'
import type { PersonalColumn, TableDeclaration } from '../data/declaration.ts'
import type { Lazy } from '../modules/lazy.ts'
import type { ResourceHooks } from './hooks.ts'

/** How an option of a choice feels; a chip of its colour in lists and on the page. */
export type ResourceTone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'

/** What every field of a resource may say besides what it is. */
interface FieldPlace {
  /** Property of pages and API, in camel case; its column is the same in snake case: `dayRate` → `day_rate`. */
  key: string
  /** In the list: by itself (all but `multiline`), not at all, or only when the reader chooses the column. */
  inList?: boolean | 'hidden'
  /** May be filtered by; of choices, switches, dates, money and records. */
  filter?: boolean
  /** The list may be ordered by it. */
  sort?: boolean
  /** May be changed in the list itself. */
  editInList?: boolean
  /** What is typed into a search finds the record by it; of texts. */
  search?: boolean
  /** Holds data about a person, and what an erasure does with it. */
  personal?: PersonalColumn
  /** Looks personal by its name and is not; the reason. */
  notPersonal?: string
}

/** A value: the kinds that settings and custom fields have. */
export type ResourceValueField = Omit<FieldDeclaration, 'options'> &
  FieldPlace & {
    options?: readonly { value: string; label: string; tone?: ResourceTone }[]
  }

/** Another record: `borrowerId` holds its id, pages and API have its name besides in `borrowerName`. */
export interface ResourceRecordField extends FieldPlace {
  kind: 'record'
  /** Ends in `Id`. */
  key: string
  label: string
  help?: string
  required?: boolean
  /** Table of a module that is required, or of its own, whose records say how others name them (`reference`). */
  of: string
}

export type ResourceField = ResourceValueField | ResourceRecordField

/** What one kind of record is, from which the kernel makes everything that people and programs do with it. */
export interface ResourceDeclaration {
  /**
   * Prefixed by the module: `courtesy.cars`. Its pages stand below `/courtesy/cars`, its API below
   * `/api/v1/courtesy/cars`, its permissions are `courtesy.cars.view`, `.create`, `.update` and `.archive`.
   */
  id: string
  /** Table of the module; every field is a column of it, `archived_at timestamptz` another. */
  table: string
  /** In the plural: `Courtesy cars`. */
  label: string
  /** One of them: `courtesy car`. */
  noun: string
  /** What it is for, one or two sentences: under the heading of the list, and where it is empty. */
  about: string
  icon: string
  /** Field that names a record to people; required, a text. */
  title: string
  /** Pattern of its numbers without gaps, `CC-{001}`; the table has the column `number` then. */
  number?: string
  fields: readonly ResourceField[]
  /** Built-in roles that may do it from the start; owner and admin may always. */
  roles?: Partial<Record<'view' | 'create' | 'update' | 'archive', readonly BuiltInRole[]>>
  /** Heading of the menu, `Masters` when left out, and its place below it. */
  menu?: { section?: string; order?: number; phone?: boolean }
  /** The organisation may add fields of its own; a migration calls `indexCustomFields` then. */
  customFields?: boolean
  /** What the table is besides: how long rows are kept, whose they are. */
  data?: Partial<TableDeclaration>
  /** What the module does when a record is saved. */
  hooks?: Lazy<ResourceHooks>
}

/**
 * Declares a kind of record for `resources` of the manifest: list, form, page, API, search and permissions are made
 * from it. Pure data; what is wrong with it is told by the check of the manifest.
 */
export function defineResource(declaration: ResourceDeclaration): ResourceDeclaration {
  return declaration
}
