import type { HistoryEntry } from '@karkhana/kernel'
import type { TimelineEntry } from '@karkhana/kernel/pages'

/** Columns that a reader of the history is told about. */
const LABELS: Record<string, string> = {
  kind: 'Kind',
  name: 'Name',
  company: 'Company',
  phone: 'Phone',
  email: 'E-mail',
  gstin: 'GSTIN',
  address_line1: 'Address',
  address_line2: 'Address, second line',
  city: 'Town',
  state_code: 'State',
  postal_code: 'PIN code',
  notes: 'Notes',
}

/** The audit trail of a contact in words, newest first. `states` names the state codes. */
export function contactTimeline(
  history: HistoryEntry[],
  states: { value: string; label: string }[]
): TimelineEntry[] {
  const names = new Map(states.map(({ value, label }) => [value, label]))
  const said = (column: string, value: unknown) => {
    if (value === null || value === undefined || value === '') return '–'
    return column === 'state_code' ? (names.get(String(value)) ?? String(value)) : String(value)
  }
  return history.map(({ id, at, actor, action, changes, custom }) => ({
    id,
    at,
    actor,
    title: title(action, changes),
    detail:
      action === 'update'
        ? Object.entries(changes)
            .filter(([column]) => column in LABELS)
            .map(([column, [before, after]]) =>
              column === 'notes'
                ? 'Notes changed'
                : `${LABELS[column]}: ${said(column, before)} → ${said(column, after)}`
            )
            .concat(
              custom.map(
                ({ label, before, after }) => `${label}: ${before ?? '–'} → ${after ?? '–'}`
              )
            )
            .join('\n') || undefined
        : undefined,
  }))
}

function title(action: HistoryEntry['action'], changes: HistoryEntry['changes']): string {
  if (action === 'insert') return 'Added'
  if ('archived_at' in changes) return changes.archived_at[1] === null ? 'Restored' : 'Archived'
  return 'Changed'
}
