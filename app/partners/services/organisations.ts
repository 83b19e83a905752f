import db from '@adonisjs/lucid/services/db'
import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import { NotFoundError, RuleError } from '../../errors.ts'
import { defaultQuota } from '../../files/quota.ts'
import type { ListPage } from '../../http/page_types.ts'
import { decodeCursor, encodeCursor } from '../../lists/cursor.ts'
import type { ListInput } from '../../lists/main.ts'
import { HEALTH, HEALTH_SQL, reasonsOf, type Health } from '../health.ts'
import type { PartnerScope } from '../partner_scope.ts'

/** One organisation as its partner sees it: what is known without looking into it. */
export interface OrganisationRow {
  id: string
  name: string
  plan: string | null
  users: number | null
  documentsThisMonth: number | null
  storageBytes: number | null
  fileBytes: number | null
  jobsFailed: number
  jobsParked: number
  lastSeenAt: string | null
  measuredAt: string | null
  createdAt: string
  health: { id: Health; label: string; tone: string }
}

interface Raw extends Omit<OrganisationRow, 'health'> {
  health: Health
  suspendedAt: string | null
  suspendedReason: string | null
  lastFailedAt: string | null
  ownerJoined: boolean
  planId: string | null
  documents: number | null
  jobsDone: number | null
  /** Of its own or of its plan. */
  fileQuota: number | null
}

/** The same with what stands on its page. */
export interface OrganisationFacts extends OrganisationRow {
  legalName: string
  country: string
  email: string | null
  phone: string | null
  planId: string | null
  documents: number | null
  jobsDone: number | null
  suspendedAt: string | null
  suspendedReason: string | null
  ownerJoined: boolean
  reasons: string[]
}

const SORTS = {
  name: { label: 'Name', column: 'o.name', type: 'text', direction: 'asc' },
  newest: { label: 'Newest first', column: 'o.created_at', type: 'timestamptz', direction: 'desc' },
} as const

const STATES = [
  { value: 'active', label: 'Active' },
  { value: 'suspended', label: 'Suspended' },
]

/** The organisations of the partner, one page. @throws RuleError when a filter, sort or cursor is not of this list */
export async function listOrganisations(
  partner: PartnerScope,
  input: ListInput
): Promise<ListPage<OrganisationRow>> {
  partner.ensure('partner.view')
  const sortKey = (input.sort ?? 'name') as keyof typeof SORTS
  const sort = SORTS[sortKey]
  if (!sort) throw unknown('sort', Object.keys(SORTS))
  const limit = input.limit ?? 50
  const search = input.search?.trim() ?? ''
  const filters = input.filters ?? {}

  const query = facts(partner)
  if (search) {
    query.whereRaw('(o.name ilike ? or o.legal_name ilike ?)', [`%${search}%`, `%${search}%`])
  }
  for (const [key, value] of Object.entries(filters)) filterBy(query, key, value)
  query.select(db.raw(`(${sort.column})::text as list_cursor`))
  if (input.cursor) {
    const at = decodeCursor(sortKey, input.cursor, sort.type)
    const sign = sort.direction === 'asc' ? '>' : '<'
    query.whereRaw(`(${sort.column}, o.id) ${sign} (?::${sort.type}, ?::uuid)`, [at.value, at.id])
  }
  const raw = (await query
    .orderByRaw(`${sort.column} ${sort.direction}, o.id ${sort.direction}`)
    .limit(limit + 1)) as (Raw & { list_cursor: string })[]
  const rows = raw.slice(0, limit)
  const last = rows.at(-1)
  return {
    rows: rows.map((each) => rowOf(partner, each)),
    nextCursor:
      raw.length > limit && last ? encodeCursor(sortKey, last.list_cursor, last.id) : null,
    limit,
    query: { search, sort: sortKey, filters },
    filters: [
      { key: 'health', label: partner.say('Health'), options: healthOptions(partner) },
      {
        key: 'state',
        label: partner.say('Status'),
        options: STATES.map(({ value, label }) => ({ value, label: partner.say(label) })),
      },
      { key: 'plan', label: partner.say('Plan'), options: await planOptions(partner) },
    ],
    sorts: Object.entries(SORTS).map(([value, { label }]) => ({
      value,
      label: partner.say(label),
    })),
  }
}

/** @throws NotFoundError also for one of another partner */
export async function organisationFacts(
  partner: PartnerScope,
  id: string
): Promise<OrganisationFacts> {
  partner.ensure('partner.view')
  const raw = (await facts(partner)
    .where('o.id', id)
    .select('o.legal_name as legalName', 'o.country', 'o.email', 'o.phone')
    .first()) as (Raw & Pick<OrganisationFacts, 'legalName' | 'country' | 'email' | 'phone'>) | null
  if (!raw) throw new NotFoundError('organisation')
  return {
    ...rowOf(partner, raw),
    legalName: raw.legalName,
    country: raw.country,
    email: raw.email,
    phone: raw.phone,
    planId: raw.planId,
    documents: raw.documents,
    jobsDone: raw.jobsDone,
    suspendedAt: raw.suspendedAt,
    suspendedReason: raw.suspendedReason,
    ownerJoined: raw.ownerJoined,
    reasons: reasonsOf({ ...raw, fileQuota: raw.fileQuota ?? defaultQuota() }, partner.language),
  }
}

/** First of the month where the organisation is. */
const MONTH = `date_trunc('month', now() at time zone o.timezone)`

/**
 * Documents of this month are those since the last count before it; for an organisation that was not counted then,
 * since it began or, if that is longer ago, since its first count.
 */
function facts(partner: PartnerScope) {
  return db
    .from('organisations as o')
    .where('o.partner_id', partner.partnerId)
    .joinRaw('left join plans p on p.id = o.plan_id')
    .joinRaw(
      `left join lateral (select * from organisation_usage l
         where l.organisation_id = o.id order by l.on_date desc limit 1) u on true`
    )
    .joinRaw(
      `cross join lateral (select coalesce(
         (select l.documents from organisation_usage l
           where l.organisation_id = o.id and l.on_date < ${MONTH}
           order by l.on_date desc limit 1),
         case when (o.created_at at time zone o.timezone) >= ${MONTH} then 0 end,
         (select l.documents from organisation_usage l
           where l.organisation_id = o.id order by l.on_date limit 1)) as documents) b`
    )
    .joinRaw(
      `cross join lateral (select exists (select 1 from memberships m
         where m.organisation_id = o.id and m.role = 'owner' and m.kind = 'person') as owner_joined) j`
    )
    .select(
      'o.id',
      'o.name',
      'p.name as plan',
      'o.plan_id as planId',
      'o.created_at as createdAt',
      'o.suspended_at as suspendedAt',
      'o.suspended_reason as suspendedReason',
      'u.users',
      'u.last_failed_at as lastFailedAt',
      'u.last_seen_at as lastSeenAt',
      'u.measured_at as measuredAt',
      'u.jobs_done as jobsDone',
      'j.owner_joined as ownerJoined',
      db.raw(`u.documents::float8 as documents`),
      db.raw(`u.storage_bytes::float8 as "storageBytes"`),
      db.raw(`u.file_bytes::float8 as "fileBytes"`),
      db.raw(`coalesce(o.file_quota_bytes, p.file_quota_bytes)::float8 as "fileQuota"`),
      db.raw(`coalesce(u.jobs_failed, 0) as "jobsFailed"`),
      db.raw(`coalesce(u.jobs_parked, 0) as "jobsParked"`),
      db.raw(`(u.documents - b.documents)::float8 as "documentsThisMonth"`),
      db.raw(`${HEALTH_SQL} as health`)
    )
}

function rowOf(partner: PartnerScope, raw: Raw): OrganisationRow {
  return {
    id: raw.id,
    name: raw.name,
    plan: raw.plan,
    users: raw.users,
    documentsThisMonth: raw.documentsThisMonth,
    storageBytes: raw.storageBytes,
    fileBytes: raw.fileBytes,
    jobsFailed: raw.jobsFailed,
    jobsParked: raw.jobsParked,
    lastSeenAt: raw.lastSeenAt,
    measuredAt: raw.measuredAt,
    createdAt: raw.createdAt,
    health: {
      id: raw.health,
      tone: HEALTH[raw.health].tone,
      label: partner.say(HEALTH[raw.health].label),
    },
  }
}

// The row shape is checked where it is read.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function filterBy(query: DatabaseQueryBuilderContract<any>, key: string, value: string) {
  if (key === 'health') query.whereRaw(`${HEALTH_SQL} = ?`, [value])
  else if (key === 'state' && value === 'suspended') query.whereNotNull('o.suspended_at')
  else if (key === 'state') query.whereNull('o.suspended_at')
  else if (key === 'plan') query.whereRaw('o.plan_id::text = ?', [value])
  else throw unknown(key, ['health', 'state', 'plan'])
}

function healthOptions(partner: PartnerScope) {
  return Object.entries(HEALTH).map(([value, { label }]) => ({ value, label: partner.say(label) }))
}

async function planOptions(partner: PartnerScope) {
  const plans = (await db
    .from('plans')
    .where('partner_id', partner.partnerId)
    .orderBy('name')
    .select('id', 'name')
    .limit(200)) as { id: string; name: string }[]
  return plans.map(({ id, name }) => ({ value: id, label: name }))
}

function unknown(name: string, known: string[]) {
  return new RuleError('E_LIST_PARAMETER', `"${name}" is not a choice of this list.`, {
    field: name,
    next: `Use one of: ${known.join(', ')}.`,
  })
}
