import type { StatusLook, Texts } from '@karkhana/ui'

/** How the states of a job look, in the words of the reader. */
export const jobLooks = (text: Texts): Record<string, StatusLook> => ({
  queued: { label: text('jobs.queued'), tone: 'info' },
  running: { label: text('jobs.running'), tone: 'info' },
  failed: { label: text('jobs.failed'), tone: 'warning' },
  waiting: { label: text('jobs.waiting'), tone: 'warning' },
  done: { label: text('jobs.done'), tone: 'success' },
  dead: { label: text('jobs.dead'), tone: 'danger' },
  cancelled: { label: text('jobs.cancelled'), tone: 'neutral' },
})

/** States of which another attempt can be asked for. */
export const RETRIABLE = ['dead', 'failed', 'cancelled']
/** States of a job that is not over. */
export const CANCELLABLE = ['queued', 'failed', 'waiting', 'running']

/** A job in the list. */
export interface JobRow {
  id: string
  name: string
  title: string
  module: string
  queue: string
  state: string
  reason: string | null
  attempts: number
  progress: number | null
  progressNote: string | null
  error: string | null
  at: string
  runAt: string
  startedAt: string | null
  finishedAt: string | null
}
