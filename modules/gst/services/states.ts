import { readData } from '../data/read.ts'
import type { GstState } from '../contracts.ts'

/** An entry of the state table, also those kept for old documents only. */
export interface StateEntry extends GstState {
  /** May stand on new documents; merged and reorganised states may not. */
  selectable: boolean
  /** Three-digit PIN prefixes or ranges; shared at borders, hence good for a warning only. */
  pinPrefixes: string[]
}

const states = readData<StateEntry[]>('states')
const table = new Map(states.map((state) => [state.code, state]))

/** Place of supply of exports and state of foreign parties. */
export const OTHER_COUNTRIES = '96'

/** The state with a two-digit code, also an abolished one; `undefined` when there is none. */
export function findState(code: string): StateEntry | undefined {
  return table.get(code)
}

/** States that new documents may name, in order of their code. */
export function selectableStates(): GstState[] {
  return states
    .filter((state) => state.selectable)
    .map(({ code, name, unionTerritoryTax }) => ({ code, name, unionTerritoryTax }))
}

/**
 * What the state half of the tax is called at a place of supply: UTGST in a union territory without
 * legislature (UTGST Act), else SGST. Portal data have one column for both.
 */
export function stateTaxName(code: string): 'SGST' | 'UTGST' {
  return findState(code)?.unionTerritoryTax ? 'UTGST' : 'SGST'
}
