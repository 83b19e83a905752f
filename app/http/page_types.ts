/**
 * The types that cross from the server to every Inertia page. The kernel fills them
 * (see `inertia_middleware.ts`), the shared components in `@karkhana/ui` read them.
 */

import type { CustomField } from '../custom_fields/declaration.ts'
import type { FieldDeclaration } from '../fields/declaration.ts'
import type { Language } from '../lang/declaration.ts'
import type { SamplesOfList } from '../samples/declaration.ts'

export type { CustomField, CustomValues } from '../custom_fields/declaration.ts'
export type { Language } from '../lang/declaration.ts'
export type { FieldDeclaration, FieldKind, FieldValue, FieldValues } from '../fields/declaration.ts'

/** The five roles every organisation starts with, in falling order of authority. */
export type BuiltInRole = 'owner' | 'admin' | 'manager' | 'accountant' | 'technician'

/** Cards of the settings page, in this order. */
export type SettingsGroup =
  'organisation' | 'people' | 'documents' | 'modules' | 'connections' | 'trust'

/** One entry of the sidebar; already filtered by module gate and permission. */
export interface MenuItem {
  /** Unique id, prefixed by its module: `tickets.tickets`. */
  id: string
  module: string
  label: string
  href: string
  /** Icon of the local Lucide collection: `i-lucide-wrench`. */
  icon: string
  /** Heading the entry stands under: Workshop, Sales, Accounts, Masters, Settings. */
  section: string
  order: number
  /** What is found there, in one sentence; settings show it. */
  hint?: string
  /** Card of the settings page, for entries of the section Settings; `documents` when left out. */
  group?: SettingsGroup
  /** Shown in the bottom navigation on a phone as well. */
  phone?: boolean
  /** Where "+" on a phone and `c` on a keyboard lead, when the reader may create. */
  createHref?: string
  createLabel?: string
}

/** One component that a module puts into a slot of another module's page: `invoicing::job_invoice`. */
export interface SlotFill {
  id: string
  module: string
  component: string
  /** Its data is read on the server; a page that does not offer the slot there cannot show it. */
  needsData?: true
  /** What the server read for it. */
  data?: Record<string, unknown>
  /** Why its data is missing. */
  failed?: 'error' | 'late'
}

/** A slot of the page with what its fills are given; page prop `offered`, by the id of the slot. */
export interface OfferedSlot {
  props: Record<string, unknown>
  fills: SlotFill[]
}

/** An entry that a module adds to the command palette; already filtered by module gate and permission. */
export interface PaletteCommand {
  id: string
  module: string
  label: string
  /** Other words people may type. */
  keywords?: string[]
  icon: string
  href: string
}

/** The last action's outcome, shown once as a toast. */
export interface Flash {
  /** Of one message, so that it is shown once. */
  id?: string
  success?: string
  /** What happened, what to do next, and the stable code to quote. */
  error?: { code: string; message: string; next?: string }
  /** What takes a success back; offered for 8 seconds. */
  undo?: UndoRequest
}

/** A request that takes an action back: the way there is the way here. */
export interface UndoRequest {
  method: 'post' | 'put' | 'delete'
  href: string
  data?: Record<string, unknown>
}

/** What every page receives besides its own props. */
export interface SharedProps {
  user: {
    id: string
    name: string
    email: string
    locale: string
    /** `null` while the person has not chosen. */
    appearance: 'system' | 'light' | 'dark' | null
    contrast: 'system' | 'more'
    density: ListDensity
  } | null
  /** What the reader is spoken to in; of somebody who followed a link, the language of the link. */
  language: Language
  organisation: {
    id: string
    name: string
    timezone: string
    currency: 'INR'
    locale: string
  } | null
  /** Every organisation the user belongs to, for the switcher. */
  organisations: { id: string; name: string; role: string }[]
  role: string | null
  /** As shown to people: "Manager", or the name of the organisation's own role. */
  roleName: string | null
  /** Why nothing can be changed, if so: the view of another role, or a partner who looks on. */
  readOnly: 'view_as' | 'partner' | null
  /** Of a partner who was let in; until when (ISO instant). */
  partnerAccess: { partner: string; expiresAt: string } | null
  /** Partners the reader works for, for the switcher. */
  partners: { id: string; name: string }[]
  /** The open partner, on pages of partners only. */
  partner: { id: string; name: string; role: 'manager' | 'support' } | null
  /** Colours and logo of the organisation or partner. */
  brand: {
    accent: string | null
    /** The accent one shade deeper, for what lies under the pointer. */
    accentStrong: string | null
    /** Path of a picture. */
    logo: string | null
  }
  /** Places of business the member may work in; `branch` is the chosen one. */
  branch: { id: string; code: string; name: string } | null
  branches: { id: string; code: string; name: string }[]
  permissions: string[]
  /** Whether there is anything that each person chooses for themselves. */
  preferences: boolean
  menu: MenuItem[]
  /** Entries that modules add to the command palette. */
  commands: PaletteCommand[]
  slots: Record<string, SlotFill[]>
  /** Membership of the reader; `null` for a partner and outside of an organisation. */
  memberId: string | null
  /** The record that the page shows or edits, for live updates; `null` on pages of none. */
  live: { table: string; id: string; editing: boolean } | null
  /** Modules whose records can only be read; their pages say so. */
  archived: { id: string; name: string }[]
  flash: Flash
  /** Field path to message: `lines.0.quantity`. */
  errors: Record<string, string>
  app: { name: string; version: string; environment: 'production' | 'development' | 'test' }
}

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

/** Something that was archived or deleted lately. */
export interface DeletedRow {
  id: string
  /** Table it lies in. */
  kind: string
  kindLabel: string
  title: string
  /** ISO instant, UTC. */
  at: string
  /** Who did it; `null` when that is not known any more. */
  by: string | null
  /** Days until it is gone; `null` for records that stay archived. */
  daysLeft: number | null
  /** Its page, or that of the record where it stood. */
  href: string | null
  /** Why the reader cannot bring it back. */
  refused: 'permission' | 'archived_module' | null
}

/** When a record was last saved (ISO instant, UTC), and by whom; `null` when nobody saved it through Karkhana. */
export type LastSaved = { at: string; by: string } | null

/** Who can open a record now. */
export interface RecordReaders {
  roles: {
    name: string
    /** Holders who can open it, by name, and how many work in branches that the reader does not see. */
    members: string[]
    others: number
    /** They see only some records, and this is one of those: `tickets assigned to them`. */
    because: string | null
  }[]
  /** Branch whose people alone see it; `null` for records that all branches share. */
  branch: string | null
  /** Partner who is let in with a role that sees it; until when (ISO instant). */
  partner: { name: string; until: string } | null
  /** Open links to it that were given to people without an account. */
  links: { count: number; until: string } | null
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

export type { AuditEntry, AuditedChange, SecurityEntry, Who } from '../audit/views.ts'

export type { ChartData, ChartSeries } from '../widgets/chart.ts'
export type { ArrangedCard, AttentionList, HomeCard, Tile } from '../widgets/declaration.ts'
export type { Onboarding, OnboardingCard, ShownStep } from '../onboarding/declaration.ts'
export type { SamplesOfList, SampleRemovalPlan } from '../samples/declaration.ts'
export type { PeriodId } from '../widgets/period.ts'

/** What a line of a timeline is about; the filter of the page. */
export type TimelineKind = 'change' | 'status' | 'event' | 'comment' | 'file' | 'message' | 'money'

/** One dated line of a record's history. */
export interface TimelineEntry {
  id: string
  /** ISO instant, UTC. */
  at: string
  actor: string | null
  title: string
  detail?: string
  kind?: TimelineKind
  /** Old and new values, in words; of a masked column only that it changed is known. */
  changes?: { label: string; masked: boolean; before: string | null; after: string | null }[]
  comment?: CommentView
  file?: AttachmentView
  /** A message to a customer, and whether the reader may put it on its way again. */
  message?: {
    id: string
    channel: 'mail' | 'sms' | 'whatsapp'
    state: 'queued' | 'sent' | 'delivered' | 'read' | 'bounced' | 'failed' | 'suppressed'
    again: boolean
  }
}

/** What somebody wrote about a record, for members only. */
export interface CommentView {
  id: string
  /** ISO instants, UTC. */
  at: string
  editedAt: string | null
  author: string
  body: string
  /** The members it names, as they are called today. */
  mentions: { id: string; name: string }[]
  /** Whether the reader may change and delete it. */
  own: boolean
  version: number
}

/** A file at a record. */
export interface AttachmentView {
  id: string
  at: string
  name: string
  /** By its content, never by its name. */
  type: string
  bytes: number
  author: string
  href: string
  /** Address of a small picture; `null` when there is none. */
  thumbnail: string | null
  /** Address of a picture of the size of a phone; `null` when there is none. */
  preview: string | null
  /** Kept, still looked at by the virus scanner, or refused by it. */
  state: 'scanning' | 'kept' | 'refused'
  /** What the scanner found. */
  refusal: string | null
  /** Whether the reader may remove it. */
  removable: boolean
}

/** A field of a resource, in the words of the reader. */
export type ResourceFieldView =
  | (FieldDeclaration & {
      /** Chips of a choice or a switch. */
      statuses?: ListColumn['statuses']
    })
  | {
      key: string
      kind: 'record'
      label: string
      help?: string
      required?: boolean
      /** Property of the record with the name of the other one. */
      nameKey: string
      lookup: string
      /** Page of the other record, with `:id`; `null` when the reader may not open it. */
      href: string | null
      create?: { label: string; href: string; slot?: string }
    }

/** A kind of record that a module declares by `defineResource`, in the words of the reader. */
export interface ResourceView {
  /** `courtesy.cars` */
  id: string
  table: string
  /** Address of the list; records stand below it. */
  path: string
  label: string
  noun: string
  about: string
  icon: string
  /** «New courtesy car» */
  newLabel: string
  /** Field that names a record; with `numbered` its number does. */
  title: string
  numbered: boolean
  /** Fields that tell a record from its neighbours, below its name. */
  subtitle: string[]
  /** What a search looks into, in words. */
  searched: string[]
  fields: ResourceFieldView[]
  columns: ListColumn[]
  permissions: Record<'create' | 'update' | 'archive', string>
}
