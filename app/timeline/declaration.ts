import type { TimelineKind } from '../http/page_types.ts'
import type { Scope } from '../tenancy/scope.ts'

/** How a change of one column is told. A text is its label. */
export type ColumnWords =
  | string
  | {
      label: string
      /** Stored value to what people call it: `{ P1: 'P1 critical' }`. */
      values?: Record<string, string> | ((scope: Scope) => Promise<Record<string, string>>)
      /** Only that it changed is told; for long texts. */
      quiet?: true
    }
  | {
      /** The line for a column that says since when: `archived_at` → `Archived`. */
      set: string
      /** The line when it is taken away: `Restored`. */
      cleared: string
    }

/** A row of a source, by the names of its columns; instants are ISO texts, `bigint` is a number. */
export type SourceRow = Record<string, unknown>

/** What a source says of one of its rows. */
export interface SourceLine {
  title: string
  detail?: string
}

/** A table of the module whose rows are events of the record: its statuses, payments, mails, approvals. */
export interface TimelineSource {
  table: string
  /** Column with the id of the record. */
  record: string
  /** Column with the instant; of several the first that is filled. */
  at: string | string[]
  /** Column that counts, for rows of one instant; the id when left out. */
  order?: string
  kind: Extract<TimelineKind, 'status' | 'message' | 'money' | 'event'>
  /** Who did it: the columns with kind and id of the actor, or one with a name. */
  actor: { kind: string; id: string } | { name: string }
  /** Columns that `describe` reads. */
  columns: string[]
  /** Permission to see these rows, besides the one of the record. */
  permission?: string
  describe(row: SourceRow): SourceLine
}

/** What the timeline of a kind of record tells besides comments and files. */
export interface TimelineDeclaration {
  /** The first line of every record: `Ticket raised`; `null` when a source tells it. */
  created: string | null
  /** Columns whose change is told, in this order; fields of the organisation's own are told always. */
  columns: Record<string, ColumnWords>
  sources: TimelineSource[]
}

/**
 * Declares the timeline of a record; its file is named in `defineRecords` under `timeline`. The module writes no SQL:
 * the kernel reads changes from the audit trail, the sources by their columns, and pages over all of them.
 */
export function defineTimeline(declaration: Partial<TimelineDeclaration>): TimelineDeclaration {
  return { created: 'Created', columns: {}, sources: [], ...declaration }
}
