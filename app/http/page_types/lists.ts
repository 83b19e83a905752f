import type { CustomField } from '../../custom_fields/declaration.ts'
import type { FieldDeclaration } from '../../fields/declaration.ts'
import type { SamplesOfList } from '../../samples/declaration.ts'

/** One page of a keyset-paged list, with the state that the URL holds. */
export interface ListPage<Row> {
  rows: Row[]
  /** Opaque; `null` on the last page. Sent back as `?cursor=`. */
  nextCursor: string | null
  limit: number
  /** What the list was asked for, so that the page can show it as chips. */
  query: { search: string; sort: string; filters: Record<string, string> }
  /** The choices of each declared filter and sort, for the filter bar. */
  filters: ListFilter[]
  sorts: { value: string; label: string }[]
  /** Table whose changes the list follows by itself; absent for lists of other things. */
  live?: string
  /** Columns of the organisation's own; a row has their values in `custom`. */
  customFields?: CustomField[]
  /** Records to try the list with; only with its first page, and only to a page. */
  samples?: SamplesOfList
  /** What a list with a name offers besides; only with its first page, and only to a page. */
  named?: NamedListProps
}

/** How a declared column of a list is drawn. */
export interface ListColumn {
  /** Property of the row. */
  key: string
  label: string
  kind?: 'text' | 'money' | 'number' | 'date' | 'datetime' | 'status' | 'code' | 'person'
  /** Heading of the card on a phone; the first column when none says so. */
  primary?: boolean
  hideOnPhone?: boolean
  /** Left out until the reader chooses it. */
  hidden?: boolean
  /** Of `status`: what each value looks like. */
  statuses?: Record<
    string,
    {
      label: string
      tone?: 'neutral' | 'info' | 'success' | 'warning' | 'danger'
      icon?: string
    }
  >
}

/** A column as somebody arranged it; those that are not named follow in their own order. */
export interface ListColumnState {
  key: string
  hidden?: boolean
  /** Pixels. */
  width?: number
}

/** How close the rows of a list stand. */
export type ListDensity = 'comfortable' | 'compact'

/** What a saved view holds. */
export interface ListViewState {
  search: string
  sort: string
  filters: Record<string, string>
  columns?: ListColumnState[]
  density?: ListDensity
}

/** A saved view that the reader may choose. */
export interface ListView {
  id: string
  name: string
  /** Everybody who sees the list may choose it. */
  shared: boolean
  /** The reader may change and delete it. */
  mine: boolean
  /** Built-in roles that begin with it. */
  defaultFor: string[]
  version: number
  state: ListViewState
}

/** What the reader arranged for themselves, on every device. */
export interface ListSettings {
  columns: ListColumnState[]
  density: ListDensity
  /** Whether the first column stays while the others are scrolled sideways. */
  pinned: boolean
  /** Id of the view that the list begins with, `all` for the list itself; `null` for that of the role. */
  defaultView: string | null
}

/** What a list with a name offers a page. */
export interface NamedListProps {
  name: string
  columns: ListColumn[]
  views: ListView[]
  /** The view that the shown state began with. */
  view: string | null
  /** The view that a bare address shows. */
  defaultView: string | null
  settings: ListSettings
  /** Column to the field that changes it in place, and the property of the row with its value. */
  edits: Record<string, { field: FieldDeclaration; from: string }>
  actions: {
    key: string
    label: string
    icon?: string
    fields: readonly FieldDeclaration[]
    confirm?: string
    /** It can be taken back. */
    undoable: boolean
  }[]
  /** Documents that can be printed of the rows, with the papers of each. */
  documents: { id: string; title: string; formats: string[] }[]
  mayShare: boolean
  mayExport: boolean
}

/** One filter of a list, as the filter bar offers it. */
export interface ListFilter {
  /** Query-string key: `status`. */
  key: string
  label: string
  options: { value: string; label: string }[]
  /** Instead of choices: what is typed in, of numbers and dates also as `from..to`. */
  input?: FieldDeclaration
  range?: boolean
  /** What the values are; `choice`: several, separated by commas. Each may be turned round by `!` before it. */
  kind?: 'choice' | 'date' | 'money'
  /** Of dates: the stretches that have a name. */
  presets?: string[]
}
