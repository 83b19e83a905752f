import type { Scope } from '../tenancy/scope.ts'

/** A few records, as an organisation would have them, to try a module with and to remove again. */
export interface SampleSet {
  /** Prefixed by the module: `tickets.samples`. */
  id: string
  /** Table of the records; the list of that table offers them while it is empty. */
  table: string
  /** Permission to create such a record. */
  permission: string
  /** Sets that are made before, of this module or of modules that it requires. */
  requires?: readonly string[]
  /**
   * Makes the records by the services of the module, in the open unit, and answers their ids. Nothing is sent for
   * them, no event is told, and no number of a series is used. They name nobody who could be reached: no phone, no
   * e-mail. `made` answers the ids of a required set.
   */
  make(scope: Scope, made: (set: string) => readonly string[]): Promise<string[]>
  /** Puts one of them away that cannot be removed, because a real record needs it. */
  archive?(scope: Scope, id: string): Promise<unknown>
}

/** Declares sample records; its file is named in the manifest under `samples`. */
export function defineSamples(set: SampleSet): SampleSet {
  return set
}

/** What a list says of samples: whether it offers them, and whether there are some in it. */
export interface SamplesOfList {
  /** Set that can be made here. */
  offer: string | null
  shown: boolean
  /** Whether the reader may remove them. */
  mayRemove: boolean
}

/** A real record that needs a sample. */
export interface SampleDependant {
  title: string
  href: string
}

/** What removing all samples would do. */
export interface SampleRemovalPlan {
  /** Samples that go. */
  removed: number
  /** Samples that stay, since real records need them. */
  kept: number
  dependants: SampleDependant[]
}
