import type { Unit } from '../tenancy/unit.ts'
import type { Channel, MessageState } from './states.ts'

/** A message about a record, as the record shows it. */
export interface MessageOfRecord {
  id: string
  channel: Channel
  /** `null` after it was erased. */
  to: string | null
  state: MessageState
  requestedBy: string | null
  /** Instants, ISO, UTC. */
  requestedAt: string
  sentAt: string | null
  errorCode: string | null
  errorMessage: string | null
}

/** Messages about a record, newest first; the last fifty. Whoever asks has opened the record. */
export async function messagesAbout(
  unit: Unit,
  record: { table: string; id: string }
): Promise<MessageOfRecord[]> {
  const rows = await unit.rows<
    Omit<MessageOfRecord, 'requestedAt' | 'sentAt'> & { requestedAt: Date; sentAt: Date | null }
  >(
    `select id, channel, recipient as "to", state, requested_by as "requestedBy",
            created_at as "requestedAt", sent_at as "sentAt", error_code as "errorCode",
            error_message as "errorMessage"
       from messages
      where organisation_id = ? and record_table = ? and record_id = ?
      order by created_at desc, id desc limit 50`,
    [unit.scope.organisationId, record.table, record.id]
  )
  return rows.map((row) => ({
    ...row,
    requestedAt: row.requestedAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
  }))
}
