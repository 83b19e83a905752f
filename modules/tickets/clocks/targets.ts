import type { TicketPriority } from '../contracts.ts'

/** How soon a ticket has to be answered and solved, in minutes of its calendar. */
export interface Target {
  responseMinutes: number
  resolutionMinutes: number
  calendar: 'always' | 'shop'
}

const HOUR = 60

/** Targets of an organisation that has not set its own. A working day has 8 h 30 min. */
export const DEFAULT_TARGETS: Record<TicketPriority, Target> = {
  P1: { responseMinutes: 15, resolutionMinutes: 4 * HOUR, calendar: 'always' },
  P2: { responseMinutes: 30, resolutionMinutes: 9 * HOUR, calendar: 'shop' },
  P3: { responseMinutes: 2 * HOUR, resolutionMinutes: 18 * HOUR, calendar: 'shop' },
  P4: { responseMinutes: 4 * HOUR, resolutionMinutes: 45 * HOUR, calendar: 'shop' },
}
