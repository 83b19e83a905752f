import type { Component, InjectionKey } from 'vue'

/** The component of a slot fill: at hand when it was loaded before, else to be loaded. */
export interface SlotComponent {
  loaded: Component | null
  load(): Promise<Component>
}

/** Finds the component of a slot fill, `invoicing::job_invoice`; `null` when none is installed. */
export type SlotResolver = (id: string) => SlotComponent | null

/** Where the entry leaves the resolver for KSlot. */
export const slotRegistry: InjectionKey<SlotResolver> = Symbol('slots')
