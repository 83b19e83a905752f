import type { Scope } from '../tenancy/scope.ts'

/** A place on a page that other modules fill. The type of its props stands in `contracts.ts` (`interface Slots`). */
export interface SlotDeclaration {
  /** Prefixed by the module: `jobcards.job.aside`. */
  id: string
  /** Where it is and what belongs there, for authors. */
  description: string
  /** Prop to its meaning, for the catalogue. */
  props: Record<string, string>
}

/** Reads on the server what a fill shows; runs in a read unit of the reader, with the props of the slot. */
export type SlotData = (scope: Scope, props: Record<string, unknown>) => Promise<object | null>

/** What a module puts into a slot. */
export interface SlotFillDeclaration {
  /** `slots/` component of the module: `invoicing::job_invoice`. */
  component: string
  permission: string
  /** Components that this one stands before or behind, where they fill the same slot. */
  before?: string[]
  after?: string[]
  /** Data that goes into the component as the prop `data`; `null` leaves the fill out. */
  data?: () => Promise<{ default: SlotData }>
}
