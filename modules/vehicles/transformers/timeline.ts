import type { HistoryEntry } from '@karkhana/kernel'
import type { TimelineEntry } from '@karkhana/kernel/pages'
import { FUELS } from '../fuels.ts'
import type OdometerReading from '../models/odometer_reading.ts'

/** Columns that a reader of the history is told about; the odometer has entries of its own. */
const LABELS: Record<string, string> = {
  contact_id: 'Owner',
  registration: 'Registration',
  vin: 'Chassis no.',
  make: 'Make',
  model: 'Model',
  variant: 'Variant',
  fuel: 'Fuel',
  notes: 'Notes',
}

/** Ids of the owners that the history names. */
export function ownersIn(history: HistoryEntry[]): string[] {
  const ids = history.flatMap(({ changes }) => changes.contact_id ?? [])
  return [...new Set(ids.filter((id): id is string => typeof id === 'string'))]
}

/** Audit trail and odometer readings in words, newest first. `owners` names the contacts. */
export function vehicleTimeline(
  history: HistoryEntry[],
  readings: OdometerReading[],
  owners: ReadonlyMap<string, string>
): TimelineEntry[] {
  const said = (column: string, value: unknown) => {
    if (value === null || value === undefined || value === '') return '–'
    if (column === 'contact_id') return owners.get(String(value)) ?? 'a contact'
    return column === 'fuel' ? FUELS[value as keyof typeof FUELS] : String(value)
  }
  const entries = history.flatMap(({ id, at, actor, action, changes, custom }): TimelineEntry[] => {
    if (action === 'insert') return [{ id, at, actor, title: 'Added' }]
    const lines = Object.entries(changes)
      .filter(([column]) => column in LABELS)
      .map(([column, [before, after]]) =>
        column === 'notes'
          ? 'Notes changed'
          : `${LABELS[column]}: ${said(column, before)} → ${said(column, after)}`
      )
    lines.push(
      ...custom.map(({ label, before, after }) => `${label}: ${before ?? '–'} → ${after ?? '–'}`)
    )
    const title = titleOf(changes)
    if (!title && lines.length === 0) return []
    return [{ id, at, actor, title: title ?? 'Changed', detail: lines.join('\n') || undefined }]
  })
  return [...entries, ...readings.map(readingEntry)].sort((a, b) => b.at.localeCompare(a.at))
}

function titleOf(changes: HistoryEntry['changes']): string | null {
  if ('archived_at' in changes) return changes.archived_at[1] === null ? 'Restored' : 'Archived'
  return 'contact_id' in changes ? 'Owner changed' : null
}

function readingEntry(reading: OdometerReading): TimelineEntry {
  return {
    id: reading.id,
    at: reading.readAt.toUTC().toISO()!,
    actor: reading.recordedBy,
    title: `Odometer ${reading.readingKm.toLocaleString('en-IN')} km`,
    detail: reading.reason ? `Less than before: ${reading.reason}` : undefined,
  }
}
