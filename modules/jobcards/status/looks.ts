import type { JobStatus, LineState } from '../contracts.ts'

type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'
export interface Look {
  label: string
  tone: Tone
  icon?: string
}

/** What a status is called and how its chip feels, on pages. */
export const STATUS_LOOKS: Record<JobStatus, Look> = {
  received: { label: 'Received', tone: 'neutral' },
  diagnosing: { label: 'Diagnosing', tone: 'info', icon: 'i-lucide-stethoscope' },
  awaiting_approval: { label: 'Awaiting approval', tone: 'warning' },
  in_progress: { label: 'In progress', tone: 'info', icon: 'i-lucide-wrench' },
  ready: { label: 'Ready', tone: 'success' },
  delivered: { label: 'Delivered', tone: 'neutral', icon: 'i-lucide-car' },
  on_hold: { label: 'On hold', tone: 'warning', icon: 'i-lucide-pause' },
}

export const CANCELLED_LOOK: Look = { label: 'Cancelled', tone: 'danger', icon: 'i-lucide-ban' }

/** Why work on a vehicle rests. */
export const HOLD_REASONS = {
  parts: 'Waiting for parts',
  customer: 'Waiting for the customer',
  outside_work: 'Work outside the house',
  insurer: 'Waiting for the insurer',
} as const

export type HoldReason = keyof typeof HOLD_REASONS

/** How the customer said yes. */
export const CHANNELS = {
  counter: 'At the counter',
  phone: 'By phone',
  whatsapp: 'By WhatsApp',
} as const

export type ApprovalChannel = keyof typeof CHANNELS

export const LINE_STATES: Record<LineState, string> = {
  open: 'Open',
  done: 'Done',
  deferred: 'Deferred',
}
