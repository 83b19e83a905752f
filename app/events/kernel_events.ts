import { COMMENT_EVENTS } from '../comments/events.ts'
import type { EventDeclaration } from './declaration.ts'

/** What the kernel itself tells others. */
export const KERNEL_EVENTS: EventDeclaration[] = [...COMMENT_EVENTS]
