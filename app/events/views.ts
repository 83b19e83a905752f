/** One handler's share in an event. */
export interface DeliveryRow {
  id: string
  eventId: string
  event: string
  title: string
  handler: string
  module: string
  record: string | null
  state: string
  /** Why it waits or was dropped. */
  reason: string | null
  attempts: number
  error: string | null
  /** ISO instants. */
  at: string
  nextAttemptAt: string | null
  handledAt: string | null
}
