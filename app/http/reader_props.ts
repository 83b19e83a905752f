import type { HttpContext } from '@adonisjs/core/http'
import type User from '../identity/models/user.ts'
import { organisationsOf } from '../identity/services/memberships.ts'
import { labelsOfMenu } from '../lang/menu_labels.ts'
import { labelIn } from '../lang/translate.ts'
import { readerLanguage } from '../lang/reader_language.ts'
import type {} from '../links/opened_link.ts'
import type {} from './record_guard.ts'
import { archivedModules, menuFor } from '../modules/contributions.ts'
import { ModuleRegistry } from '../modules/registry.ts'
import { modulesWithPreferences } from '../module_settings/settings.ts'
import { slotsFor } from '../slots/fills.ts'
import { commandsFor } from '../palette/commands.ts'
import { partnerMenu } from '../partners/menu.ts'
import { openPartnerScope, partnersOf, type PartnerScope } from '../partners/partner_scope.ts'
import { brandOf, brandOfPartner, type WornBrand } from '../settings/brand.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { SharedProps } from './page_types.ts'
import { PARTNER_KEY } from './session_keys.ts'

type ReaderProps = Omit<SharedProps, 'flash' | 'errors' | 'app'>

/** Who reads a page, where, and what they may see; nobody for a stranger. */
export async function readerProps(ctx: HttpContext): Promise<ReaderProps> {
  if (ctx.link as HttpContext['link'] | undefined) {
    return { ...(await linkProps(ctx.scope)), language: ctx.link.language }
  }
  const user = (ctx.account as HttpContext['account'] | undefined)?.user
  if (!user) return { ...STRANGER, language: readerLanguage(ctx) }
  const person = {
    user: personView(user),
    language: readerLanguage(ctx),
    organisations: await organisationsOf(user.id),
    partners: (await partnersOf(user.id)).map(({ id, name }) => ({ id, name })),
  }
  const scope = ctx.scope as Scope | undefined
  const partner = (ctx.partner as HttpContext['partner'] | undefined) ?? (await ownPartner(ctx))
  if (partner) {
    return {
      ...STRANGER,
      ...person,
      partner: { ...partner.partner, role: partner.role },
      brand: shownBrand(await brandOfPartner(partner.partnerId)),
      menu: labelsOfMenu(person.language, partnerMenu(partner)),
    }
  }
  if (!scope) return { ...STRANGER, ...person }
  return { ...STRANGER, ...person, ...(await memberProps(ctx, scope)) }
}

/** The frame around pages of a person about themselves, for somebody who has a partner and no organisation. */
async function ownPartner(ctx: HttpContext): Promise<PartnerScope | null> {
  const { user } = ctx.account
  if (ctx.scope || user.lastOrganisationId || (await partnersOf(user.id)).length === 0) return null
  return openPartnerScope(user, { partnerId: ctx.session.get(PARTNER_KEY) as string | undefined })
}

const STRANGER: ReaderProps = {
  user: null,
  language: 'en',
  organisation: null,
  organisations: [],
  partners: [],
  partner: null,
  role: null,
  roleName: null,
  readOnly: null,
  partnerAccess: null,
  brand: { accent: null, accentStrong: null, logo: null },
  branch: null,
  branches: [],
  permissions: [],
  preferences: false,
  menu: [],
  commands: [],
  slots: {},
  memberId: null,
  live: null,
  archived: [],
}

/** Of whoever followed a link: the organisation that sent it, and nothing of its people. */
async function linkProps(scope: Scope): Promise<ReaderProps> {
  const { id, name, timezone, currency, locale } = scope.organisation
  return {
    ...STRANGER,
    organisation: { id, name, timezone, currency, locale },
    brand: shownBrand(await brandOf(scope)),
  }
}

function personView({ id, name, email, locale, appearance, contrast, density }: User) {
  return { id, name, email, locale, appearance, contrast, density }
}

async function memberProps(ctx: HttpContext, scope: Scope) {
  const registry = await ctx.containerResolver.make(ModuleRegistry)
  const { id, name, timezone, currency, locale } = scope.organisation
  const branches = scope.branches.map((branch) => ({
    id: branch.id,
    code: branch.code,
    name: branch.name,
  }))
  return {
    organisation: { id, name, timezone, currency, locale },
    role: scope.role,
    roleName: scope.roleName && labelIn(scope.language, 'kernel', scope.roleName),
    readOnly: scope.readOnly,
    partnerAccess: scope.partnerAccess
      ? { partner: scope.partnerAccess.partner, expiresAt: scope.partnerAccess.expiresAt }
      : null,
    branch: branches.find((branch) => branch.id === scope.branchId) ?? branches[0] ?? null,
    branches,
    permissions: [...scope.permissions],
    preferences: scope.actor.memberId !== null && modulesWithPreferences(scope).length > 0,
    menu: labelsOfMenu(scope.language, menuFor(registry, scope)),
    archived: archivedModules(registry, scope).map((module) => ({
      id: module.id,
      name: labelIn(scope.language, module.id, module.name),
    })),
    commands: labelsOfMenu(scope.language, commandsFor(registry, scope)),
    slots: slotsFor(registry, scope),
    memberId: scope.actor.memberId,
    live: ctx.recordShown ?? null,
    brand: shownBrand(await brandOf(scope)),
  }
}

/** Without what only mails wear. */
function shownBrand({ accent, accentStrong, logo }: WornBrand) {
  return { accent, accentStrong, logo }
}
