import db from '@adonisjs/lucid/services/db'
import type { Say } from '../../lang/say.ts'
import { describeDevice } from './devices.ts'
import { SECURITY_EVENTS, type SecurityEventKind } from './security_events.ts'

/** One thing that happened around the account, in words. */
export interface ActivityEntry {
  id: string
  /** ISO instant. */
  at: string
  kind: string
  title: string
  /** Facts that tell it from the others: the organisation, the address, the device. */
  detail: string | null
  device: string
  ip: string | null
}

interface EventRow {
  id: string
  at: Date
  kind: string
  ip: string | null
  user_agent: string | null
  details: Record<string, string | number | boolean | null>
  organisation: string | null
}

const PAGE = 30

/**
 * One page of what happened around the person's account, newest first, in the words of `say`; `cursor` is where the
 * last page ended.
 */
export async function activityOf(
  userId: string,
  say: Say,
  cursor?: string | null
): Promise<{ entries: ActivityEntry[]; nextCursor: string | null }> {
  const query = db
    .from('security_events as e')
    .leftJoin('organisations as o', 'o.id', 'e.organisation_id')
    .where('e.user_id', userId)
    .orderBy([
      { column: 'e.at', order: 'desc' },
      { column: 'e.id', order: 'desc' },
    ])
    .limit(PAGE + 1)
    .select('e.id', 'e.at', 'e.kind', 'e.ip', 'e.user_agent', 'e.details', 'o.name as organisation')
  // The id names the place: its instant is read there, to the microsecond.
  if (cursor) {
    void query.whereRaw(
      `(e.at, e.id) < (select c.at, c.id from security_events c where c.id = ? and c.user_id = ?)`,
      [cursor, userId]
    )
  }
  const rows = (await query) as EventRow[]
  const shown = rows.slice(0, PAGE)
  return {
    entries: shown.map((row) => inWords(row, say)),
    nextCursor: rows.length > PAGE ? shown[PAGE - 1].id : null,
  }
}

function inWords(row: EventRow, say: Say): ActivityEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    title: say('kernel', SECURITY_EVENTS[row.kind as SecurityEventKind] ?? row.kind),
    detail: detailOf(row, say),
    device: describeDevice(row.user_agent).name,
    ip: row.ip,
  }
}

const METHODS: Record<string, string> = { password: 'with password', google: 'with Google' }

function detailOf({ details, organisation }: EventRow, say: Say): string | null {
  const { from, to, email, device, method } = details
  const change = from && to && from !== to ? `${String(from)} → ${String(to)}` : null
  const how = METHODS[String(method)]
  const facts = [change, email, device, how && say('kernel', how), organisation]
  return facts.filter(Boolean).map(String).join(' · ') || null
}
