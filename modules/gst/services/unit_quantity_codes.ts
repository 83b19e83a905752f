import { readData } from '../data/read.ts'
import type { UnitQuantityCode } from '../contracts.ts'

const codes = readData<UnitQuantityCode[]>('uqc')

/** Unit quantity codes of the GST portal, in alphabetical order. */
export function unitQuantityCodes(): UnitQuantityCode[] {
  return codes.map(({ code, name }) => ({ code, name }))
}
