import { installedRegistry } from '../modules/installed_registry.ts'
import type { ListDeclaration } from '../lists/main.ts'
import { newestFirst } from '../messages/newest_first.ts'
import { MESSAGE_STATES, type MessageState } from '../messages/states.ts'

/** What became of a text message: what was delivered was sent, what came back or was held back was not. */
export type SmsStatus = 'queued' | 'sent' | 'failed'

/** The states that each status stands for. */
export const SMS_STATES: Record<SmsStatus, MessageState[]> = {
  queued: ['queued'],
  sent: ['sent', 'delivered', 'read'],
  failed: ['failed', 'bounced', 'suppressed'],
}

const statusOf = (state: MessageState): SmsStatus =>
  SMS_STATES.sent.includes(state) ? 'sent' : state === 'queued' ? 'queued' : 'failed'

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
  's.state',
  's.error_message',
  's.module_id',
  's.attempts',
  's.sent_at',
] as const

export interface RawStoredSms {
  id: string
  created_at: Date
  state: MessageState
  error_message: string | null
  module_id: string
  attempts: number
  sent_at: Date | null
}

export const storedSms = (raw: RawStoredSms): StoredSms => ({
  id: raw.id,
  at: raw.created_at.toISOString(),
  status: statusOf(raw.state),
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
      options: (['queued', 'sent', 'failed'] as const).map((value) => ({
        value,
        label: MESSAGE_STATES[value],
      })),
      apply: (query, value) => query.whereIn('s.state', SMS_STATES[value as SmsStatus]),
    },
  },
  ...newestFirst('s.created_at'),
}
