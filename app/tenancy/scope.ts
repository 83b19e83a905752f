import { DateTime } from 'luxon'
import type { Authority } from '../access/authority.ts'
import type { Language } from '../lang/declaration.ts'
import { languageOf } from '../lang/translate.ts'
import { ForbiddenError, ModuleInactiveError, ReadOnlyError } from '../errors.ts'
import type { Contracts } from '../modules/define.ts'
import { ModuleArchivedError, ModuleOutOfOrderError } from '../modules/errors.ts'
import { isActive, isReadable } from '../modules/gate.ts'
import type { ModuleState } from '../modules/states.ts'
import type { Actor } from './actor.ts'
import { NoBranchError } from './errors.ts'
import { openUnit } from './open_unit.ts'
import type { Unit } from './unit.ts'

/** What a scope knows of its organisation. `financialYearStart` is a month, 1–12. */
export interface ScopeOrganisation {
  id: string
  name: string
  legalName: string
  country: string
  timezone: string
  locale: string
  currency: 'INR'
  financialYearStart: number
  /** Partner who looks after it, if any. */
  partnerId?: string | null
  /** Since when it is closed to its members (ISO instant); jobs of it wait meanwhile. */
  suspendedAt?: string | null
  /** SHA-256 of its logo; see `settings/logos.ts`. */
  logo?: string | null
  /** Accent colour and sender of mails; see `settings/brand.ts`. */
  brand?: Record<string, unknown>
}

/** A place of business of the organisation; `taxId` is its GSTIN in India. */
export interface ScopeBranch {
  id: string
  code: string
  name: string
  stateCode: string
  taxId: string | null
}

export interface ScopeOptions {
  organisation: ScopeOrganisation
  actor: Actor
  /** Built-in role or `custom`; `null` for the system. */
  role: string | null
  /** As shown to people: "Manager", or the name of the organisation's own role. */
  roleName?: string | null
  /** What the permissions came from; `null` for the system, which may give anything. */
  authority?: Authority | null
  permissions: ReadonlySet<string>
  /** Branches the actor is limited to, enforced by the database as well; `null` for all of them. */
  branchIds?: readonly string[] | null
  /** Why nothing may be written, if so. */
  readOnly?: 'view_as' | 'partner' | null
  /** Of a partner who was let in: which invitation, until when (ISO instant). */
  partnerAccess?: { id: string; partner: string; expiresAt: string } | null
  /** Where the request came from, for the audit log. */
  ip?: string | null
  modules: ReadonlyMap<string, ModuleState>
  branches: readonly ScopeBranch[]
  branchId: string | null
  /** What the person behind it reads; the language of the organisation when nobody does. */
  language?: Language
  requestId: string
  /** What is written by it are samples: nobody is told, nothing is sent, no number of a series is used. */
  samples?: boolean
  now?: () => DateTime
  /** `needed` by its caller: also while archived, for what is archived and requires it. */
  resolveContract: (scope: Scope, id: string, needed: boolean) => Promise<unknown>
}

/**
 * The organisation, the actor and everything a service may ask about them. First argument of every
 * service method; made once per request, job or command. Knows no domain word.
 */
export class Scope {
  readonly organisation: ScopeOrganisation
  readonly actor: Actor
  readonly role: string | null
  readonly roleName: string | null
  readonly authority: Authority | null
  readonly permissions: ReadonlySet<string>
  readonly modules: ReadonlyMap<string, ModuleState>
  readonly branches: readonly ScopeBranch[]
  readonly branchId: string | null
  readonly branchIds: readonly string[] | null
  readonly readOnly: 'view_as' | 'partner' | null
  readonly partnerAccess: ScopeOptions['partnerAccess']
  readonly ip: string | null
  readonly requestId: string
  readonly #options: ScopeOptions

  constructor(options: ScopeOptions) {
    this.#options = options
    this.organisation = options.organisation
    this.actor = options.actor
    this.role = options.role
    this.roleName = options.roleName ?? null
    this.authority = options.authority ?? null
    this.permissions = options.permissions
    this.modules = options.modules
    this.branches = options.branches
    this.branchId = options.branchId
    this.branchIds = options.branchIds ?? null
    this.readOnly = options.readOnly ?? null
    this.partnerAccess = options.partnerAccess ?? null
    this.ip = options.ip ?? null
    this.requestId = options.requestId
  }

  /** What the person behind it reads; the language of the organisation when nobody does. */
  get language(): Language {
    return this.#options.language ?? languageOf(this)
  }

  /** Whether what is written by it are samples; see `app/samples`. */
  get samples(): boolean {
    return this.#options.samples ?? false
  }

  get organisationId() {
    return this.organisation.id
  }

  /** The present instant, UTC. Demo data and tests bring their own clock. */
  now(): DateTime {
    return this.#options.now ? this.#options.now() : DateTime.utc()
  }

  /** Today's business date in the organisation's zone, `YYYY-MM-DD`. */
  today(): string {
    return this.now().setZone(this.organisation.timezone).toISODate()!
  }

  /**
   * The chosen place of business, else the first one; always one that the actor may work in.
   * @throws NoBranchError
   */
  get branch(): ScopeBranch {
    const chosen = this.branches.find((branch) => branch.id === this.branchId) ?? this.branches[0]
    if (!chosen) throw new NoBranchError()
    return chosen
  }

  can(permission: string): boolean {
    return this.permissions.has(permission)
  }

  /** @throws ForbiddenError */
  ensure(permission: string) {
    if (!this.can(permission)) throw new ForbiddenError(permission)
  }

  /** @throws ReadOnlyError */
  ensureMayWrite() {
    if (this.readOnly) throw new ReadOnlyError(this.readOnly)
  }

  /** Whether the module is in use here; off, it does not exist for anybody. */
  active(id: string): boolean {
    return isActive(this, id)
  }

  /** Whether the records of the module may be read here: it is in use, or archived. */
  readable(id: string): boolean {
    return isReadable(this, id)
  }

  /** @throws ModuleInactiveError, ModuleArchivedError, ModuleOutOfOrderError */
  ensureModule(id: string) {
    if (this.active(id)) return
    if (this.readable(id)) throw new ModuleArchivedError(id)
    this.ensureReadable(id)
  }

  /** @throws ModuleInactiveError, ModuleOutOfOrderError */
  ensureReadable(id: string) {
    if (this.readable(id)) return
    if (this.modules.get(id) === 'quarantined') throw new ModuleOutOfOrderError(id)
    throw new ModuleInactiveError(id)
  }

  /**
   * Runs `work` in one transaction of this organisation. Called inside an open unit of the same
   * organisation it joins that transaction. No HTTP, mail, PDF or upload inside.
   * @throws ReadOnlyError
   */
  async work<T>(work: (unit: Unit) => Promise<T>): Promise<T> {
    this.ensureMayWrite()
    return openUnit(this, 'write', work)
  }

  /** Like `work`, in a read-only transaction. */
  read<T>(read: (unit: Unit) => Promise<T>): Promise<T> {
    return openUnit(this, 'read', read)
  }

  /** A provided contract, or `null` when no enabled module of this organisation provides it. */
  async contract<Id extends keyof Contracts>(id: Id): Promise<Contracts[Id] | null> {
    return (await this.#options.resolveContract(this, id, false)) as Contracts[Id] | null
  }

  /**
   * A contract the caller cannot work without, and whose module it therefore requires. Archived records are read with
   * it while both are archived.
   * @throws ModuleInactiveError
   */
  async need<Id extends keyof Contracts>(id: Id): Promise<Contracts[Id]> {
    const contract = await this.#options.resolveContract(this, id, true)
    if (!contract) throw new ModuleInactiveError(String(id).split('.')[0])
    return contract as Contracts[Id]
  }

  /** The same scope with another clock, branch, actor, or what a reader of another role would have. */
  with(
    changes: Partial<Omit<ScopeOptions, 'organisation' | 'modules' | 'resolveContract'>>
  ): Scope {
    return new Scope({ ...this.#options, ...changes })
  }
}
