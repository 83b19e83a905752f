import type { Lazy } from '../modules/lazy.ts'
import type { ArchiveDeclaration } from '../recently_deleted/declaration.ts'
import type { TimelineDeclaration } from '../timeline/declaration.ts'

/** Readers who see only what is theirs. */
export interface OwnRecords {
  /** Column with the membership id of the person whose record it is: `assignee_id`. */
  column: string
  /** Permission whose holders see everybody's. */
  unless: string
  /** What is left for the others, for the page of roles: `tickets assigned to them`. */
  label: string
}

/** How records of other modules point to one of these, for fields of the kind `record`. */
export interface RecordReference {
  /** Column that names it to people; never empty. */
  title: string
  /** Address that finds some by `?q=`, as `KPicker` asks it. */
  lookup: string
  /** Address of one, with `:id`. */
  href: string
  /** How the picker makes one that is not there yet. */
  create?: { label: string; href: string; slot?: string; permission: string }
}

/**
 * Who sees which rows of a resource. Declared once by the module; the kernel applies it to lists, records, API,
 * search and tiles.
 */
export interface RecordRule {
  /** Table of the record. */
  table: string
  /** What messages call one: "This ticket does not exist." */
  noun: string
  /** Permission to see any of them at all; `null` for tables that no page lists by themselves. */
  view: string | null
  /** Column with the branch a row belongs to; `null` for rows that all branches share. */
  branch: string | null
  /** Tables whose rows belong to one record, with the column that names it: `{ tickets_history: 'ticket_id' }`. */
  parts: Record<string, string>
  own: OwnRecords | null
  /** The organisation may add fields of its own, kept in `custom` (docs/plugins/contract/custom_fields.md). */
  customFields: boolean
  /** What its timeline tells (`defineTimeline`); without one every change of a column is told by its name. */
  timeline: Lazy<TimelineDeclaration> | null
  /** How archived ones are called and brought back (`defineArchive`); `null` for records that are never archived. */
  archive: Lazy<ArchiveDeclaration> | null
  /** How other records point to it; `null` where none may by a declared field. */
  reference: RecordReference | null
}

type Declared = Pick<RecordRule, 'table' | 'noun'> & Partial<RecordRule>

/**
 * Declares who sees the rows of a table and of its parts. The limit to branches is kept by the database: a migration
 * of the module adds it with `restrictToBranches` and `restrictToParent`.
 */
export function defineRecords(declaration: Declared): RecordRule {
  return {
    view: null,
    branch: null,
    parts: {},
    own: null,
    customFields: false,
    timeline: null,
    archive: null,
    reference: null,
    ...declaration,
  }
}
