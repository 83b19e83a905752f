import type { Scope } from '../tenancy/scope.ts'
import type { Slots } from '../modules/define.ts'

/** Id of a slot that an installed module offers. */
export type SlotId = keyof Slots & string

/** What the page gives to every fill of the slot. */
export type SlotProps<Id extends SlotId> = Slots[Id]

/** A place on a page that other modules fill. The type of its props stands in `contracts.ts` (`interface Slots`). */
export interface SlotDeclaration {
  /** Prefixed by the module: `jobcards.job.aside`. */
  id: string
  /** Where it is and what belongs there, for authors. */
  description: string
  /** Prop to its meaning, for the catalogue. */
  props: Record<string, string>
}

/**
 * Reads on the server what a fill shows; runs in a read unit of the reader, with the props of the slot, and is cut off
 * after a second. `null` leaves the fill out.
 */
export type SlotData<Props = never, Data extends object = object> = (
  scope: Scope,
  props: Props
) => Promise<Data | null>

/** What a slot's data is to the component that draws it: `defineProps<{ data: SlotDataOf<typeof data> }>()`. */
export type SlotDataOf<Load> = Load extends SlotData<never, infer Data> ? Data : never

/** Declares the data of a fill of the slot `id`; its file is named in the manifest beside the component. */
export function defineSlotData<Id extends SlotId, Data extends object>(
  _id: Id,
  load: SlotData<SlotProps<Id>, Data>
): SlotData<SlotProps<Id>, Data> {
  return load
}

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
