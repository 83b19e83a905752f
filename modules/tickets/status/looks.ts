import type { TicketPriority, TicketStatus } from '../contracts.ts'

type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'

/** What a status is called and how its chip feels, on pages. */
export const STATUS_LOOKS: Record<TicketStatus, { label: string; tone: Tone }> = {
  new: { label: 'New', tone: 'info' },
  open: { label: 'Open', tone: 'info' },
  in_progress: { label: 'In progress', tone: 'warning' },
  on_hold: { label: 'On hold', tone: 'neutral' },
  resolved: { label: 'Resolved', tone: 'success' },
  closed: { label: 'Closed', tone: 'neutral' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
}

export const PRIORITY_LOOKS: Record<TicketPriority, { label: string; tone: Tone; icon: string }> = {
  P1: { label: 'P1 critical', tone: 'danger', icon: 'i-lucide-chevrons-up' },
  P2: { label: 'P2 high', tone: 'warning', icon: 'i-lucide-chevron-up' },
  P3: { label: 'P3 normal', tone: 'info', icon: 'i-lucide-minus' },
  P4: { label: 'P4 low', tone: 'neutral', icon: 'i-lucide-chevron-down' },
}

/** When a priority is the right one, for the form. */
export const PRIORITY_HINTS: Record<TicketPriority, string> = {
  P1: 'High-voltage or battery safety, stranded on the road, bus in service',
  P2: 'The vehicle cannot be used',
  P3: 'Usable with a fault',
  P4: 'Cosmetic, a question, a scheduled service',
}

/** Where a ticket came from. */
export const SOURCES = {
  counter: 'Counter',
  phone: 'Phone',
  whatsapp: 'WhatsApp',
  email: 'E-mail',
  portal: 'Portal',
  api: 'API',
} as const

export type TicketSource = keyof typeof SOURCES

/** Why work on a ticket rests. */
export const HOLD_REASONS = {
  waiting_customer: 'Waiting for the customer',
  waiting_parts: 'Waiting for parts',
  waiting_oem: 'Waiting for the maker',
  waiting_insurer: 'Waiting for the insurer',
  vehicle_not_here: 'The vehicle is not here',
} as const

export type HoldReason = keyof typeof HOLD_REASONS
