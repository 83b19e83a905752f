import type { Language } from '../../lang/declaration.ts'
import type { ListDensity } from './lists.ts'

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
