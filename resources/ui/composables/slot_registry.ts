import type { Component, InjectionKey } from 'vue'

/** Finds the component of a slot fill, `invoicing::job_invoice`; null when none is installed. */
export type SlotResolver = (id: string) => Component | null

/** Where the entry leaves the resolver for KSlot. */
export const slotRegistry: InjectionKey<SlotResolver> = Symbol('slots')
