import { recordHistory, type HistoryEntry, type Scope } from '@karkhana/kernel'
import { asPaise, formatRupees } from '@karkhana/kernel/money'
import type { TimelineEntry } from '@karkhana/kernel/pages'
import type { JobStatus } from '../contracts.ts'
import { CHANNELS, HOLD_REASONS, STATUS_LOOKS } from '../status/looks.ts'
import type { ApprovalRow } from '../transformers/job.ts'

interface RawEvent {
  id: string
  at: Date
  actor: string | null
  transition: string
  to_status: JobStatus
  reason: string | null
}

/** Steps that leave the status as it is. */
const TITLES: Record<string, string> = {
  create: 'Card opened',
  cancel: 'Cancelled',
  invoice: 'Invoiced',
  invoice_cancelled: 'Invoice cancelled',
}

/** Columns whose change is worth a line; status and what follows it has its own history. */
const LABELS: Record<string, string> = {
  technician_id: 'Technician',
  complaint: 'Complaint',
  findings: 'Findings',
  odometer_in: 'Odometer at check-in',
  state_of_charge_in: 'State of charge at check-in',
  promised_at: 'Promised time',
  total_paise: 'Total',
}

/** What happened to a card, newest first: its statuses, approvals and changes. */
export async function jobTimeline(
  scope: Scope,
  id: string,
  approvals: ApprovalRow[]
): Promise<TimelineEntry[]> {
  return scope.read(async (unit) => {
    const events = await unit.rows<RawEvent>(
      `select h.id, h.at, h.transition, h.to_status, h.reason,
              case h.actor_kind when 'user' then u.name when 'token' then 'API: ' || k.name
                                else h.actor_id end as actor
         from jobcards_history h
         left join users u on h.actor_kind = 'user' and u.id::text = h.actor_id
         left join api_tokens k on h.actor_kind = 'token' and k.id::text = h.actor_id
        where h.job_id = ? order by h.at desc, h.seq desc limit 100`,
      [id]
    )
    const changes = (await recordHistory(scope, 'jobcards_jobs', id)).filter(
      (entry) =>
        entry.action === 'update' &&
        (entry.custom.length > 0 || Object.keys(entry.changes).some((key) => LABELS[key]))
    )
    return [
      ...events.map(eventEntry),
      ...approvals.map(approvalEntry),
      ...changes.map(changeEntry),
    ].sort((a, b) => b.at.localeCompare(a.at))
  })
}

function eventEntry({ id, at, actor, transition, to_status: to, reason }: RawEvent): TimelineEntry {
  return {
    id,
    at: at.toISOString(),
    actor,
    title: TITLES[transition] ?? STATUS_LOOKS[to].label,
    detail: reason ? (HOLD_REASONS[reason as keyof typeof HOLD_REASONS] ?? reason) : undefined,
  }
}

function approvalEntry(approval: ApprovalRow): TimelineEntry {
  const total = formatRupees(asPaise(approval.totalPaise))
  return {
    id: approval.id,
    at: approval.at,
    actor: approval.recordedBy,
    title: `${total} approved by ${approval.approvedBy}`,
    detail: [CHANNELS[approval.channel], approval.note].filter(Boolean).join('\n'),
  }
}

function changeEntry({ id, at, actor, changes, custom }: HistoryEntry): TimelineEntry {
  const lines = Object.entries(changes).flatMap(([column, [before, after]]) => {
    if (!LABELS[column]) return []
    if (column === 'total_paise') return `Total ${rupees(before)} → ${rupees(after)}`
    if (column === 'odometer_in') return `${LABELS[column]}: ${after ?? 'none'} km`
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

const rupees = (value: unknown) => formatRupees(asPaise(String(value)))
