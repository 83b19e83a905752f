import { installedRegistry } from '../modules/installed_registry.ts'
import type { ListDeclaration } from '../lists/main.ts'

export type SmsStatus = 'queued' | 'sent' | 'failed'

export const SMS_STATUSES: Record<SmsStatus, string> = {
  queued: 'On its way',
  sent: 'Sent',
  failed: 'Not sent',
}

/** What every list of text messages shows of one, whoever reads it. */
export interface StoredSms {
  id: string
  /** Instant it was queued, ISO, UTC. */
  at: string
  status: SmsStatus
  /** Why it has not gone, or not yet. */
  reason: string | null
  /** Name of the module that sent it. */
  module: string
  attempts: number
  sentAt: string | null
}

/** Columns of {@link StoredSms}; the table is called `s`. */
export const STORED_COLUMNS = [
  's.id',
  's.created_at',
  's.status',
  's.error_message',
  's.module_id',
  's.attempts',
  's.sent_at',
] as const

export interface RawStoredSms {
  id: string
  created_at: Date
  status: SmsStatus
  error_message: string | null
  module_id: string
  attempts: number
  sent_at: Date | null
}

export const storedSms = (raw: RawStoredSms): StoredSms => ({
  id: raw.id,
  at: raw.created_at.toISOString(),
  status: raw.status,
  reason: raw.error_message,
  module: installedRegistry().get(raw.module_id)?.manifest.name ?? raw.module_id,
  attempts: raw.attempts,
  sentAt: raw.sent_at?.toISOString() ?? null,
})

/** How lists of text messages are filtered and ordered: by state, newest first. */
export const BY_STATE_NEWEST_FIRST: Pick<
  ListDeclaration<unknown, unknown>,
  'id' | 'filters' | 'sorts' | 'defaultSort'
> = {
  id: 's.id',
  filters: {
    status: {
      label: 'State',
      options: Object.entries(SMS_STATUSES).map(([value, label]) => ({ value, label })),
      apply: (query, value) => query.where('s.status', value),
    },
  },
  sorts: {
    newest: {
      label: 'Newest first',
      column: 's.created_at',
      type: 'timestamptz',
      direction: 'desc',
    },
  },
  defaultSort: 'newest',
}
