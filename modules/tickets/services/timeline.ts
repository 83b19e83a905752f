import { recordHistory, type HistoryEntry, type Scope } from '@karkhana/kernel'
import type { TimelineEntry } from '@karkhana/kernel/pages'
import type { TicketStatus } from '../contracts.ts'
import { HOLD_REASONS, SOURCES, STATUS_LOOKS } from '../status/looks.ts'

interface RawEvent {
  id: string
  at: Date
  actor: string | null
  transition: string
  to_status: TicketStatus
  reason: string | null
}

/** Columns whose change is worth a line; status and what follows it has its own history. */
const LABELS: Record<string, string> = {
  contact_id: 'Customer',
  vehicle_id: 'Vehicle',
  complaint: 'Complaint',
  priority: 'Priority',
  source: 'Source',
  assignee_id: 'Assignee',
}

/** What happened to a ticket, newest first: every status it had, and every change of what it says. */
export async function ticketTimeline(scope: Scope, id: string): Promise<TimelineEntry[]> {
  return scope.read(async (unit) => {
    const events = await unit.rows<RawEvent>(
      `select h.id, h.at, h.transition, h.to_status, h.reason,
              case h.actor_kind when 'user' then u.name when 'token' then 'API: ' || k.name else h.actor_id end as actor
         from tickets_history h
         left join users u on h.actor_kind = 'user' and u.id::text = h.actor_id
         left join api_tokens k on h.actor_kind = 'token' and k.id::text = h.actor_id
        where h.ticket_id = ? order by h.at desc, h.seq desc limit 100`,
      [id]
    )
    const changes = (await recordHistory(scope, 'tickets_tickets', id)).filter(
      (entry) =>
        entry.action === 'update' &&
        (entry.custom.length > 0 || Object.keys(entry.changes).some((key) => LABELS[key]))
    )
    const names = await memberNames(scope, changes)
    return [...events.map(eventEntry), ...changes.map((change) => changeEntry(change, names))].sort(
      (a, b) => b.at.localeCompare(a.at)
    )
  })
}

function eventEntry(event: RawEvent): TimelineEntry {
  const created = event.transition === 'create'
  return {
    id: event.id,
    at: event.at.toISOString(),
    actor: event.actor,
    title: created ? 'Ticket raised' : `${STATUS_LOOKS[event.to_status].label}`,
    detail: reasonText(event.reason),
  }
}

function changeEntry(
  { id, at, actor, changes, custom }: HistoryEntry,
  names: Map<string, string>
): TimelineEntry {
  const changed = Object.entries(changes).filter(([column]) => LABELS[column])
  const lines = changed.map(([column, [before, after]]) => {
    if (column === 'assignee_id') {
      return after
        ? `Assigned to ${names.get(String(after)) ?? 'a former member'}`
        : 'Assigned to nobody'
    }
    if (column === 'priority') return `Priority ${before} → ${after}`
    if (column === 'source') return `Source ${sourceName(before)} → ${sourceName(after)}`
    return `${LABELS[column]} changed`
  })
  lines.push(
    ...custom.map(({ label, before, after }) => `${label} ${before ?? '–'} → ${after ?? '–'}`)
  )
  return {
    id: `audit-${id}`,
    at,
    actor,
    title: lines[0],
    detail: lines.slice(1).join('\n') || undefined,
  }
}

function reasonText(reason: string | null): string | undefined {
  if (!reason) return undefined
  return Object.hasOwn(HOLD_REASONS, reason)
    ? HOLD_REASONS[reason as keyof typeof HOLD_REASONS]
    : reason
}

const sourceName = (value: unknown) => SOURCES[value as keyof typeof SOURCES] ?? value

async function memberNames(scope: Scope, entries: HistoryEntry[]): Promise<Map<string, string>> {
  const ids = entries.flatMap(({ changes }) => changes.assignee_id ?? []).filter(Boolean)
  if (ids.length === 0) return new Map()
  const rows = await scope.read((unit) =>
    unit.rows<{ id: string; name: string }>(
      'select m.id, u.name from memberships m join users u on u.id = m.user_id where m.organisation_id = ?',
      [scope.organisationId]
    )
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
