import db from '@adonisjs/lucid/services/db'
import { NotFoundError } from '../errors.ts'
import type { Language } from '../lang/declaration.ts'
import { labelIn, languageOf } from '../lang/translate.ts'
import type User from '../identity/models/user.ts'
import { NOWHERE, type Origin } from '../identity/services/origin.ts'
import type { Actor } from '../tenancy/actor.ts'
import { PartnerForbiddenError } from './errors.ts'

/** `manager` runs the partner's business with its organisations, `support` looks and helps. */
export type PartnerRole = 'manager' | 'support'

const PERMISSIONS: Record<PartnerRole, string[]> = {
  manager: ['partner.view', 'partner.manage'],
  support: ['partner.view'],
}

/** A partner and the person who acts for it. First argument of every service about partners. */
export class PartnerScope {
  constructor(
    readonly partner: { id: string; name: string },
    readonly user: { id: string; name: string },
    readonly role: PartnerRole,
    readonly origin: Origin,
    readonly requestId: string | null = null,
    /** What the person reads. */
    readonly language: Language = 'en'
  ) {}

  get partnerId() {
    return this.partner.id
  }

  /** Who acts in an organisation on behalf of the partner, as its audit trail shows it. */
  get actor(): Actor {
    const name = `${this.user.name} (${this.partner.name})`
    return { kind: 'partner', id: this.user.id, name, memberId: null }
  }

  /** A label that `owner`, a module or the kernel, declares in English, in the language of the person. */
  say(label: string, owner = 'kernel'): string {
    return labelIn(this.language, owner, label)
  }

  can(permission: string): boolean {
    return PERMISSIONS[this.role].includes(permission)
  }

  /** @throws PartnerForbiddenError */
  ensure(permission: string) {
    if (!this.can(permission)) throw new PartnerForbiddenError(permission)
  }
}

interface Row {
  id: string
  name: string
  role: PartnerRole
}

/** The partners a person works for, by name. */
export async function partnersOf(userId: string): Promise<Row[]> {
  return db
    .from('partner_members as m')
    .join('partners as p', 'p.id', 'm.partner_id')
    .where('m.user_id', userId)
    .where('m.active', true)
    .whereNull('p.suspended_at')
    .orderBy('p.name')
    .select('p.id', 'p.name', 'm.role') as unknown as Promise<Row[]>
}

/**
 * The scope of the chosen partner of `user`, else of the first one.
 * @throws NotFoundError when the person works for no partner: the pages do not exist for them
 */
export async function openPartnerScope(
  user: Pick<User, 'id' | 'name' | 'locale'>,
  options: { partnerId?: string; origin?: Origin; requestId?: string }
): Promise<PartnerScope> {
  const partners = await partnersOf(user.id)
  const chosen = partners.find(({ id }) => id === options.partnerId) ?? partners[0]
  if (!chosen) throw new NotFoundError('page')
  return new PartnerScope(
    { id: chosen.id, name: chosen.name },
    { id: user.id, name: user.name },
    chosen.role,
    options.origin ?? NOWHERE,
    options.requestId,
    languageOf(user)
  )
}
