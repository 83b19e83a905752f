import type { StatusLook, Texts } from '@karkhana/ui'

/** How the states of a delivery look, of an event as of a webhook, in the words of the reader. */
export const deliveryLooks = (text: Texts): Record<string, StatusLook> => ({
  pending: { label: text('settings.delivery.pending'), tone: 'info' },
  running: { label: text('settings.delivery.running'), tone: 'info' },
  done: { label: text('settings.delivery.done'), tone: 'success' },
  failed: { label: text('settings.delivery.failed'), tone: 'warning' },
  waiting: { label: text('settings.delivery.waiting'), tone: 'warning' },
  dead: { label: text('settings.delivery.dead'), tone: 'danger' },
  dropped: { label: text('settings.delivery.dropped'), tone: 'neutral' },
})

/** How the states of a scheduled run look, in the words of the reader. */
export const runLooks = (text: Texts): Record<string, StatusLook> => ({
  queued: { label: text('settings.schedules.queued'), tone: 'info' },
  running: { label: text('settings.schedules.running'), tone: 'info' },
  done: { label: text('settings.schedules.done'), tone: 'success' },
  failed: { label: text('settings.schedules.failed'), tone: 'danger' },
  skipped: { label: text('settings.schedules.skipped'), tone: 'neutral' },
})

/** States of which something can be done again. */
export const RETRIABLE = ['dead', 'failed', 'done', 'dropped']
/** States of which nothing has to be done any more, once somebody says so. */
export const DISCARDABLE = ['dead', 'failed', 'waiting', 'pending']
