import type { ListFilter, ListPage } from '../http/page_types.ts'
import { describeDevice } from '../identity/services/devices.ts'
import { SECURITY_EVENTS, type SecurityEventKind } from '../identity/services/security_events.ts'
import { DEFAULT_LIMIT } from '../lists/define_list.ts'
import type { ListInput } from '../lists/main.ts'
import { RuleError } from '../errors.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { ensureMayReadAudit } from './access.ts'
import { members } from './choices.ts'
import { decodePlace, encodePlace, UUID, type Place } from './cursor.ts'
import { dateConditions, ensureKnown, type Condition } from './filters.ts'
import type { SecurityEntry } from './views.ts'
import { phrase, snakeCase } from './words.ts'

interface RawEvent {
  id: string
  at: string
  kind: string
  who: string | null
  partner: string | null
  ip: string | null
  agent: string | null
  details: Record<string, unknown>
}

export const EVENT_FILTERS = ['who', 'what', 'from', 'to'] as const
const VIEWED = { value: 'partner.viewed', label: 'Partner looked at a page' }

/**
 * Events of the organisation, pages that its partner looked at, and what its members did with their accounts while
 * it was the organisation they worked in: that they failed to sign in, changed a password, lost a second factor. What
 * they do after they have gone is no business of it.
 */
const EVENTS = `
  select e.id, e.at, e.kind, e.user_id, e.partner_id, e.ip, e.user_agent, e.details
    from security_events e where e.organisation_id = kernel_organisation_id()
  union all
  select e.id, e.at, e.kind, e.user_id, e.partner_id, e.ip, e.user_agent, e.details
    from users u
    join memberships m on m.user_id = u.id and m.organisation_id = kernel_organisation_id()
    join security_events e on e.user_id = u.id and e.at >= m.created_at
     and (m.active or e.at <= coalesce(m.ended_at, m.updated_at))
     and e.organisation_id is null and e.partner_id is null
   where u.last_organisation_id = kernel_organisation_id()
  union all
  select v.id, v.created_at, '${VIEWED.value}', v.user_id, a.partner_id, v.ip, null,
         jsonb_build_object('page', v.path)
    from partner_views v
    join partner_access a on a.organisation_id = v.organisation_id and a.id = v.access_id`

/**
 * One page of the security events, newest first.
 * @throws ForbiddenError, AuditNeedsAllBranchesError, RuleError naming the query parameter
 */
export async function listEvents(scope: Scope, input: ListInput): Promise<ListPage<SecurityEntry>> {
  ensureMayReadAudit(scope)
  const filters = input.filters ?? {}
  const conditions = eventConditions(scope, filters)
  const limit = input.limit ?? DEFAULT_LIMIT
  const place = input.cursor ? decodePlace(input.cursor, UUID) : null
  return scope.read(async (unit) => {
    const raw = await readEvents(unit, conditions, limit + 1, place)
    const rows = raw.slice(0, limit)
    return {
      rows: rows.map(eventView),
      nextCursor: raw.length > limit ? encodePlace(rows.at(-1)!) : null,
      limit,
      query: { search: '', sort: '', filters },
      filters: input.withChoices === false ? [] : await choices(unit),
      sorts: [],
    }
  })
}

const EXPORT_BATCH = 1000

/** Every page of the same, for the export; each batch in a transaction of its own. */
export async function* allEvents(
  scope: Scope,
  filters: Record<string, string>
): AsyncGenerator<SecurityEntry[]> {
  const conditions = eventConditions(scope, filters)
  for (let place: Place | null = null; ;) {
    const after: Place | null = place
    const rows: RawEvent[] = await scope.read((unit) =>
      readEvents(unit, conditions, EXPORT_BATCH, after)
    )
    yield rows.map(eventView)
    if (rows.length < EXPORT_BATCH) return
    place = rows.at(-1)!
  }
}

/** @throws RuleError naming the filter */
export function eventConditions(scope: Scope, filters: Record<string, string>): Condition[] {
  ensureKnown(filters, EVENT_FILTERS)
  const conditions = dateConditions(scope, filters, 'e.at')
  const { who, what } = filters
  if (who) {
    const id = /^user:(.+)$/.exec(who)?.[1] ?? ''
    if (!UUID.test(id)) throw wrong('who', 'Use user:<id>.')
    conditions.push({ sql: 'e.user_id = ?', bindings: [id] })
  }
  if (what) {
    if (!Object.hasOwn(SECURITY_EVENTS, what) && what !== VIEWED.value) {
      throw wrong('what', 'Choose an event from the list.')
    }
    conditions.push({ sql: 'e.kind = ?', bindings: [what] })
  }
  return conditions
}

function readEvents(
  unit: Unit,
  conditions: Condition[],
  limit: number,
  place: Place | null
): Promise<RawEvent[]> {
  const all = [...conditions]
  if (place) {
    all.push({
      sql: "(e.at, e.id) < (?::timestamp at time zone 'UTC', ?::uuid)",
      bindings: [place.at, place.id],
    })
  }
  const where = all.length > 0 ? `where ${all.map(({ sql }) => sql).join(' and ')}` : ''
  return unit.rows<RawEvent>(
    `select e.id::text as id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at,
            e.kind, u.name as who, p.name as partner, e.ip, e.user_agent as agent, e.details
       from (select * from (${EVENTS}) e ${where} order by e.at desc, e.id desc limit ${limit}) e
       left join users u on u.id = e.user_id
       left join partners p on p.id = e.partner_id
      order by e.at desc, e.id desc`,
    all.flatMap(({ bindings }) => bindings)
  )
}

function eventView({ id, at, kind, who, partner, ip, agent, details }: RawEvent): SecurityEntry {
  return {
    id,
    at: `${at}Z`,
    kind,
    title: titleOf(kind),
    who,
    partner,
    ip,
    device: agent ? describeDevice(agent).name : null,
    details: Object.entries(details)
      .filter(([, value]) => value !== null && value !== '')
      .map(([name, value]) => ({ label: phrase(snakeCase(name)), value: detailText(name, value) })),
  }
}

function titleOf(kind: string): string {
  if (kind === VIEWED.value) return VIEWED.label
  return SECURITY_EVENTS[kind as SecurityEventKind] ?? phrase(kind.replaceAll('.', '_'))
}

/** Labels of details whose values are words of Karkhana, not of people. */
export const SAID: ReadonlySet<string> = new Set(['Method', 'Reason', 'Kind', 'Role'])

function detailText(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (Array.isArray(value)) return value.join(', ')
  if (SAID.has(phrase(name)) && /^[a-z_]+$/.test(String(value))) return phrase(String(value))
  return typeof value === 'object' ? JSON.stringify(value) : String(value).slice(0, 200)
}

async function choices(unit: Unit): Promise<ListFilter[]> {
  const kinds = Object.entries(SECURITY_EVENTS).map(([value, label]) => ({ value, label }))
  return [
    { key: 'who', label: 'Who', options: await members(unit) },
    { key: 'what', label: 'What', options: [...kinds, VIEWED] },
  ]
}

function wrong(field: string, next: string) {
  return new RuleError('E_LIST_PARAMETER', `"${field}" cannot be used like this.`, { field, next })
}
