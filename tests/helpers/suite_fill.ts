import type { SuiteOptions } from '@karkhana/kernel/testing'
import { fillWorkshop } from './fill_workshop.ts'

/** Records of all first-party modules, for their suites. */
export const FILLED: SuiteOptions = { fill: (workshop) => fillWorkshop(workshop, 4) }
