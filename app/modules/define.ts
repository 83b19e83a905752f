import type { MenuItem } from '../http/page_types.ts'
import type { Permission } from '../access/permissions.ts'
import type { RecordRule } from '../access/record_rules.ts'
import type { AnyJob } from '../jobs/job.ts'
import type { DocumentDefinition } from '../documents/definition.ts'
import type { NumberSeries } from '../numbers/declaration.ts'
import type { RouteDeclaration } from '../http/module_routes.ts'
import type { SecretDeclaration } from '../secrets/declaration.ts'
import type { ModuleState } from './states.ts'
import type { TaxIdentity } from './tax_identity.ts'

/**
 * Contract id to type. A module augments it in its `contracts.ts`, next to the code that makes it
 * true: `'accounting.ledger@1': LedgerContract`.
 */

export interface Contracts {}

type Lazy<T> = () => Promise<{ default: T }>

/** A card on the start page: one number that matters, with the list behind it. */
export interface Tile {
  id: string
  label: string
  value: number | string
  kind: 'money' | 'number' | 'text'
  href?: string
  tone?: 'neutral' | 'info' | 'success' | 'warning' | 'danger'
}

/** Computes the tiles of a module for the reader; asked only when the module is on. */
export type TileSource = (scope: import('../tenancy/scope.ts').Scope) => Promise<Tile[]>

/** A short list on the start page of what waits for the reader: late tickets, oldest unpaid invoices. */
export interface AttentionList {
  id: string
  title: string
  /** The whole list. */
  href?: string
  /** Five at the most, the most pressing first. */
  items: {
    id: string
    label: string
    detail?: string
    href?: string
    status?: { label: string; tone?: Tile['tone'] }
  }[]
}

/** Reads the attention list of a module for the reader, `null` when nothing waits. */
export type AttentionSource = (
  scope: import('../tenancy/scope.ts').Scope
) => Promise<AttentionList | null>

export interface ModuleManifest {
  /** Prefix of everything the module owns: tables, permissions, pages, routes, queue. */
  id: string
  name: string
  /** One sentence for the person who decides whether to switch it on. */
  description: string
  version: string
  /** Semver range of the kernel it was written for. */
  kernel: string
  kind: 'app' | 'bridge' | 'localisation' | 'driver'
  /** Modules that must be enabled for the same organisation. */
  requires: string[]
  /** Modules that are used when they are enabled. */
  enhances: string[]
  /** Contract id (`id.name@1`) to the factory of its implementation. */
  provides: Record<string, Lazy<unknown>>
  /** Contract id to whether the module works without it. */
  consumes: Record<string, 'required' | 'optional'>
  /** Tables the module creates. */
  tables: string[]
  /** Who sees which of their rows; every table is a record's, or a part of one. */
  records: RecordRule[]
  routes: Lazy<RouteDeclaration> | null
  permissions: Permission[]
  menu: (Omit<MenuItem, 'module'> & { permission: string; createPermission?: string })[]
  /** Slot name to the components of this module that fill it. */
  slots: Record<string, { component: string; permission: string }[]>
  /** Slots that pages of this module offer. */
  offersSlots: string[]
  tiles: Lazy<TileSource> | null
  attention: Lazy<AttentionSource> | null
  jobs: (() => Promise<{ default: AnyJob }>)[]
  documents: (() => Promise<{ default: DocumentDefinition }>)[]
  /** What is numbered without gaps; organisations choose their own formats. */
  series: NumberSeries[]
  /** Keys of outside services that an organisation stores for the module. */
  secrets: SecretDeclaration[]
  /** Tax registration rules of a country; localisation modules only. */
  taxIdentity: Lazy<TaxIdentity> | null
  /** Runs in the transaction that switches the module on, also the second time: seed what is missing. */
  onEnable: Lazy<(scope: import('../tenancy/scope.ts').Scope) => Promise<void>> | null
  /** State a new organisation starts with. */
  initialState: ModuleState | 'available'
}

type Required = 'id' | 'name' | 'description' | 'version' | 'kernel' | 'kind'
export type ModuleDeclaration = Pick<ModuleManifest, Required> &
  Partial<Omit<ModuleManifest, Required>>

/** Declares a module. Pure data: importing a manifest runs nothing and needs no booted application. */
export function defineModule(declaration: ModuleDeclaration): ModuleManifest {
  return {
    requires: [],
    enhances: [],
    provides: {},
    consumes: {},
    tables: [],
    records: [],
    routes: null,
    permissions: [],
    menu: [],
    slots: {},
    offersSlots: [],
    tiles: null,
    attention: null,
    jobs: [],
    documents: [],
    series: [],
    secrets: [],
    taxIdentity: null,
    onEnable: null,
    initialState: 'enabled',
    ...declaration,
  }
}

export { crud, permission, type Permission } from '../access/permissions.ts'
export { defineRecords, type RecordRule } from '../access/record_rules.ts'
export type { ModuleState } from './states.ts'
export type { NumberRules, NumberSeries } from '../numbers/declaration.ts'
export type { SecretDeclaration } from '../secrets/declaration.ts'
export type { TaxIdentity } from './tax_identity.ts'
