import db from '@adonisjs/lucid/services/db'
import type { TimelineEntry } from '../../http/page_types.ts'
import { decodeCursor, encodeCursor } from '../../lists/cursor.ts'
import { SECURITY_EVENTS, type SecurityEventKind } from '../../identity/services/security_events.ts'
import type { PartnerScope } from '../partner_scope.ts'

const PAGE = 30

/** What the partner and the organisation decided about each other, newest first. */
export interface PartnerHistory {
  entries: TimelineEntry[]
  /** Opaque; `null` on the last page. */
  nextCursor: string | null
}

interface Row {
  id: string
  at: string
  kind: SecurityEventKind
  details: Record<string, string | number | boolean | null>
  person: string | null
}

/** One page of what happened about one organisation, or about the partner itself. */
export async function partnerHistory(
  partner: PartnerScope,
  organisationId: string | null,
  cursor?: string
): Promise<PartnerHistory> {
  partner.ensure('partner.view')
  const after = cursor ? decodeCursor('history', cursor, 'timestamptz') : null
  const { rows } = await db.rawQuery(
    `select e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, e.kind, e.details,
            u.name as person
       from security_events e left join users u on u.id = e.user_id
      where e.partner_id = ? and e.organisation_id is not distinct from ?
        ${after ? 'and (e.at, e.id) < (?::timestamptz, ?::uuid)' : ''}
      order by e.at desc, e.id desc limit ?`,
    [partner.partnerId, organisationId, ...(after ? [after.value, after.id] : []), PAGE + 1]
  )
  const page = (rows as Row[]).slice(0, PAGE)
  const last = page.at(-1)
  return {
    entries: page.map((row) => entryOf(partner, row)),
    nextCursor: rows.length > PAGE && last ? encodeCursor('history', last.at, last.id) : null,
  }
}

function entryOf(partner: PartnerScope, { id, at, kind, details, person }: Row): TimelineEntry {
  const { by, ...facts } = details
  const detail = Object.entries(facts)
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) => `${partner.say(LABELS[key] ?? key)}: ${value}`)
    .join('\n')
  return {
    id,
    at,
    actor: typeof by === 'string' ? by : person,
    title: partner.say(SECURITY_EVENTS[kind] ?? kind),
    ...(detail && { detail }),
  }
}

const LABELS: Record<string, string> = {
  module: 'Module',
  to: 'To',
  off: 'Went off',
  plan: 'Plan',
  owner: 'Owner',
  email: 'E-mail',
  reason: 'Reason',
  jobs: 'Jobs that go on',
  role: 'Role',
  until: 'Until',
  accent: 'Colour',
  mailName: 'Sender of mails',
  mailReplyTo: 'Answers go to',
  logo: 'Logo',
  name: 'Name',
  modules: 'Modules',
  room: 'Room',
  partner: 'Partner',
}
