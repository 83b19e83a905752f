/** A message in the log of a webhook. */
export interface MessageRow {
  id: string
  messageId: string
  name: string
  state: string
  reason: string | null
  attempts: number
  status: number | null
  error: string | null
  answer: string | null
  durationMs: number | null
  body: string
  createdAt: string
  lastAttemptAt: string | null
  nextAttemptAt: string | null
}
