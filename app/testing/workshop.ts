import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import { v7 as uuidv7 } from 'uuid'
import Branch from '../branches/branch.ts'
import type { BuiltInRole } from '../http/page_types.ts'
import Membership from '../identity/models/membership.ts'
import User from '../identity/models/user.ts'
import { registerOrganisation, type Registration } from '../identity/services/registration.ts'
import { ModuleRegistry } from '../modules/registry.ts'
import { switchModule } from '../modules/switching.ts'
import { ensureInstalled } from './ensure_installed.ts'
import { memberScope, systemScope } from '../tenancy/open_scope.ts'
import type { Scope } from '../tenancy/scope.ts'
import { EVERYTHING, insertToken } from '../tokens/tokens.ts'

/** Password of every account that a test makes. */
export const TEST_PASSWORD = 'correct horse battery'

/** A member and the person behind it. */
export interface WorkshopMember {
  user: User
  membership: Membership
  /** A fresh scope of the member. */
  scope(): Promise<Scope>
}

/** An organisation made for one test, with people in any role. */
export class Workshop {
  readonly #members = new Map<string, { user: User; membership: Membership }>()

  constructor(
    readonly organisationId: string,
    owner: { user: User; membership: Membership }
  ) {
    this.#members.set('owner', owner)
  }

  /** The member with this role; made on first use. */
  async member(role: BuiltInRole = 'owner') {
    const known = this.#members.get(role)
    if (known) return known
    const member = await this.memberWith({ role })
    this.#members.set(role, member)
    return member
  }

  /** One more member: with a role, or the id of a role of the organisation's own, limits and extra permissions. */
  async memberWith(options: {
    role?: BuiltInRole
    roleId?: string
    branchIds?: string[]
    grants?: string[]
    name?: string
  }): Promise<WorkshopMember> {
    const { role = 'technician', roleId = null, branchIds = [], grants = [] } = options
    const name = options.name ?? `${role[0].toUpperCase()}${role.slice(1)}`
    const user = await User.create({
      name,
      email: `${role}-${randomUUID()}@example.com`,
      password: TEST_PASSWORD,
      lastOrganisationId: this.organisationId,
      emailVerifiedAt: DateTime.utc(),
    })
    const scope = await systemScope(this.organisationId, 'test')
    const membership = await scope.work((unit) =>
      Membership.create(
        {
          organisationId: this.organisationId,
          userId: user.id,
          role: roleId ? 'custom' : role,
          roleId,
          branchIds,
          grants,
          active: true,
        },
        { client: unit.trx }
      )
    )
    return { user, membership, scope: () => this.#scopeOf(user) }
  }

  /** The branch with this code, made on first use; the head office without one. */
  async branch(code?: string): Promise<Branch> {
    const scope = await systemScope(this.organisationId, 'test')
    return scope.work(
      async () =>
        (await Branch.query()
          .if(code, (query) => query.where('code', code!))
          .orderBy('position')
          .first()) ??
        Branch.create({
          code: code!,
          name: `Branch ${code}`,
          addressLine1: '8 Station Road',
          city: 'Pune',
          stateCode: '27',
          postalCode: '411001',
          taxId: null,
          active: true,
          position: scope.branches.length,
        })
    )
  }

  /** A role of the organisation's own: its base with what is added and taken away. */
  async role(input: {
    name?: string
    base?: BuiltInRole | null
    grants?: string[]
    denials?: string[]
  }): Promise<string> {
    const scope = await systemScope(this.organisationId, 'test')
    const id = uuidv7()
    await scope.work((unit) =>
      unit.table('roles').insert({
        organisation_id: this.organisationId,
        id,
        name: input.name ?? `Role ${id.slice(-6)}`,
        base: input.base ?? null,
        grants: input.grants ?? [],
        denials: input.denials ?? [],
      })
    )
    return id
  }

  /** The person with this role, for `loginAs`. */
  async user(role: BuiltInRole = 'owner'): Promise<User> {
    return (await this.member(role)).user
  }

  /** A fresh scope of the member with this role, reading the present module states. */
  async scope(role: BuiltInRole = 'owner', now?: () => DateTime): Promise<Scope> {
    const { user } = await this.member(role)
    const scope = await this.#scopeOf(user)
    return now ? scope.with({ now }) : scope
  }

  async #scopeOf(user: User): Promise<Scope> {
    const scope = await memberScope({ organisationId: this.organisationId, userId: user.id })
    if (!scope) throw new Error(`${user.name} is no member`)
    return scope
  }

  /** Switches a module on with all it requires, as the page Settings → Modules does. */
  async switchOn(moduleId: string): Promise<void> {
    await this.#switch(moduleId, 'enabled')
  }

  /** Switches a module off: data stays, nothing of it is there. */
  async switchOff(moduleId: string): Promise<void> {
    await this.#switch(moduleId, 'paused')
  }

  async #switch(moduleId: string, to: 'enabled' | 'paused') {
    const registry = await app.container.make(ModuleRegistry)
    ensureInstalled(registry, moduleId)
    await switchModule(await this.scope(), registry, moduleId, to)
  }

  /** A bearer token of the member with this role, for `/api/v1`. */
  async token(role: BuiltInRole = 'owner'): Promise<string> {
    const { membership } = await this.member(role)
    const { value } = await insertToken(db.connection(), {
      memberId: membership.id,
      name: 'test',
      abilities: [EVERYTHING],
      expiresAt: DateTime.utc().plus({ days: 1 }).toJSDate(),
      createdBy: 'test',
    })
    return value
  }
}

/** Registers an organisation in Pune with everything switched on that starts enabled. */
export async function makeWorkshop(overrides: Partial<Registration> = {}): Promise<Workshop> {
  const registry = await app.container.make(ModuleRegistry)
  const { organisation, user, membership } = await registerOrganisation(registry, {
    organisationName: 'Volt & Wheel',
    legalName: 'Volt & Wheel Services LLP',
    country: 'IN',
    taxId: '27AAPFU0939F1ZV',
    stateCode: '27',
    addressLine1: '12 Karve Road',
    city: 'Pune',
    postalCode: '411004',
    phone: '+91 98220 54321',
    name: 'Asha Kulkarni',
    email: `owner-${randomUUID()}@example.com`,
    password: TEST_PASSWORD,
    ...overrides,
  })
  return new Workshop(organisation.id, { user, membership })
}
