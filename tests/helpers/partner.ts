import { randomUUID } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { ModuleRegistry } from '@karkhana/kernel'
import { makeWorkshop, TEST_PASSWORD, type Workshop } from '@karkhana/kernel/testing'
import { DateTime } from 'luxon'
import User from '../../app/identity/models/user.ts'
import { v7 as uuidv7 } from 'uuid'
import {
  openPartnerScope,
  type PartnerRole,
  type PartnerScope,
} from '../../app/partners/partner_scope.ts'
import { createPlan } from '../../app/partners/services/plans.ts'
import Partner from '../../app/partners/models/partner.ts'

/** A partner made for one test, with people in both roles. */
export class TestPartner {
  readonly #people = new Map<PartnerRole, Promise<User>>()

  constructor(
    readonly id: string,
    readonly name: string
  ) {}

  /** The person with this role, for `loginAs`; made on first use. */
  user(role: PartnerRole = 'manager'): Promise<User> {
    if (!this.#people.has(role)) this.#people.set(role, this.#make(role))
    return this.#people.get(role)!
  }

  async scope(role: PartnerRole = 'manager'): Promise<PartnerScope> {
    return openPartnerScope(await this.user(role), { partnerId: this.id })
  }

  /** Lets somebody work for the partner. */
  async employ(user: User, role: PartnerRole) {
    await db
      .table('partner_members')
      .insert({ id: uuidv7(), partner_id: this.id, user_id: user.id, role })
  }

  /** An organisation of its own accord, taken over with everything it may use. */
  async workshop(overrides: Parameters<typeof makeWorkshop>[0] = {}): Promise<Workshop> {
    const workshop = await makeWorkshop(overrides)
    await db
      .from('organisations')
      .where('id', workshop.organisationId)
      .update({ partner_id: this.id })
    return workshop
  }

  /** A plan with these modules, all that are installed when left out. */
  async plan(modules?: string[], name = `Plan ${randomUUID().slice(0, 8)}`) {
    const registry = await app.container.make(ModuleRegistry)
    const all = registry.manifests().map(({ id }) => id)
    return createPlan(await this.scope(), registry, { name, modules: modules ?? all })
  }

  async #make(role: PartnerRole) {
    const user = await User.create({
      name: role === 'manager' ? 'Meera Iyer' : 'Sanjay Rao',
      email: `${role}-${randomUUID()}@example.com`,
      password: TEST_PASSWORD,
      emailVerifiedAt: DateTime.utc(),
    })
    await this.employ(user, role)
    return user
  }
}

/** A partner with a name of its own. */
export async function makePartner(name = `Garage Cloud ${randomUUID().slice(0, 8)}`) {
  const partner = await Partner.create({ name })
  return new TestPartner(partner.id, partner.name)
}
