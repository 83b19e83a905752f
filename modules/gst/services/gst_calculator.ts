import type { GstCalculator } from '../contracts.ts'
import { calculate } from './calculator.ts'
import { checkDocumentNumber } from './document_number.ts'
import { parseGstin } from './gstin.ts'
import { rateFor } from './rates.ts'
import { selectableStates } from './states.ts'
import { unitQuantityCodes } from './unit_quantity_codes.ts'

/** What other modules get when they ask for `gst.calculator@1`. */
const calculator: GstCalculator = {
  calculate,
  rateFor,
  parseGstin,
  states: selectableStates,
  uqc: unitQuantityCodes,
  checkDocumentNumber,
}

export default calculator
