import { v7 as uuidv7 } from 'uuid'
import { KERNEL_MENU } from '../../access/kernel_menu.ts'
import type { Language } from '../../lang/declaration.ts'
import { wordsOf, type Words } from '../../lang/words.ts'
import { defineList, runList, type ListInput } from '../../lists/main.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import { TwoFactorRequiredError } from '../../tenancy/errors.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { PartnerAccessEndedError } from '../errors.ts'
import { lookedInMails } from '../mails/looked_in_mails.ts'

/** Characters of an address that are kept. */
const LONGEST_PATH = 500

/** One page that somebody of the partner looked at. */
export interface ViewRow {
  id: string
  /** ISO instant. */
  at: string
  person: string
  path: string
  /** The path as people call the place: "Invoices: one record". */
  place: string
  ip: string | null
  role: string
}

/**
 * Notes that the partner looks at an address, before anything of it is read: no view without its row. The first look
 * of an access is told to whoever may let partners in.
 * @throws PartnerAccessEndedError when the access has ended since the request began
 * @throws TwoFactorRequiredError when the organisation asks for a second factor by now that the person lacks
 */
export async function noteView(scope: Scope, path: string): Promise<void> {
  const access = scope.partnerAccess!
  const writing = scope.with({ readOnly: null, branchIds: null })
  await writing.work(async (unit) => {
    await ensureSecondFactor(unit, access.id)
    const [row] = await unit.rows(
      `insert into partner_views (organisation_id, id, access_id, user_id, user_name, path, ip)
       select a.organisation_id, ?, a.id, ?, ?, ?, ? from partner_access a
        where a.id = ? and a.revoked_at is null and a.expires_at > now()
       returning id`,
      [uuidv7(), scope.actor.id, scope.actor.name, path.slice(0, LONGEST_PATH), scope.ip, access.id]
    )
    if (!row) throw new PartnerAccessEndedError()
    const [first] = await unit.rows(
      `update partner_access set first_seen_at = now()
        where id = ? and first_seen_at is null returning id`,
      [access.id]
    )
    if (first) await lookedInMails(unit, access)
  })
}

/** The rule may be younger than the visit, and a second factor can be switched off during it. */
async function ensureSecondFactor(unit: Unit, accessId: string) {
  const { organisation, actor } = unit.scope
  const [asked] = await unit.rows(
    `select 1 from partner_access a
       join organisations o on o.id = a.organisation_id
        and o.two_factor_roles && array['*', a.role]
       join users u on u.id = ? and u.two_factor_confirmed_at is null
      where a.id = ?`,
    [actor.id, accessId]
  )
  if (asked) throw new TwoFactorRequiredError(organisation.name)
}

/** Every view of every access, newest first; places in a language. */
export async function listViews(
  scope: Scope,
  registry: ModuleRegistry,
  input: ListInput,
  language: Language = 'en'
) {
  scope.ensure('kernel.partner_access.manage')
  return runList(scope, viewsList(registry, language), input)
}

function viewsList(registry: ModuleRegistry, language: Language) {
  return defineList<Omit<ViewRow, 'place'>, ViewRow>({
    from: (unit) =>
      unit
        .from('partner_views as v')
        .join('partner_access as a', (join) =>
          join.on('a.organisation_id', 'v.organisation_id').andOn('a.id', 'v.access_id')
        )
        .select('v.id', 'v.created_at as at', 'v.user_name as person', 'v.path', 'v.ip', 'a.role'),
    id: 'v.id',
    search: (query, term) =>
      query.where((either) =>
        either.whereILike('v.user_name', `%${term}%`).orWhereILike('v.path', `%${term}%`)
      ),
    filters: {},
    sorts: {
      newest: {
        label: 'Newest first',
        column: 'v.created_at',
        type: 'timestamptz',
        direction: 'desc',
      },
    },
    defaultSort: 'newest',
    row: (raw) => ({ ...raw, place: placeOf(registry, raw.path, language) }),
  })
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** What people call an address: the entry of the menu it lies under, and what of it. */
export function placeOf(registry: ModuleRegistry, path: string, language: Language = 'en'): string {
  const say = wordsOf(language, 'kernel')
  const [pathname, query] = path.split('?')
  const term = new URLSearchParams(query ?? '').get('search')
  if (pathname === '/') return say.label('Home')
  const [entry] = menuEntries(registry)
    .filter(({ href }) => pathname === href || pathname.startsWith(`${href}/`))
    .sort((a, b) => b.href.length - a.href.length)
  const parts = pathname
    .slice(entry?.href.length ?? 0)
    .split('/')
    .filter(Boolean)
  const label = entry && wordsOf(language, entry.owner).label(entry.label)
  const place = label ? [label, ...partsInWords(say, parts)].join(': ') : pathname
  return term ? say('place.searched', { place, term }) : place
}

function menuEntries(registry: ModuleRegistry) {
  return [
    ...KERNEL_MENU.map(({ href, label }) => ({ owner: 'kernel', href, label })),
    ...registry
      .manifests()
      .flatMap(({ id, menu }) => menu.map(({ href, label }) => ({ owner: id, href, label }))),
  ]
}

function partsInWords(say: Words, parts: string[]): string[] {
  const [first, ...rest] = parts
  if (!first) return []
  if (!UUID.test(first)) return [parts.join(' ').replaceAll(/[_-]/g, ' ')]
  return [
    [say.label('one record'), ...rest.map((part) => part.replaceAll(/[_-]/g, ' '))].join(', '),
  ]
}
