import type { StepDone } from '../declaration.ts'

/** The organisation has a logo. */
const logo: StepDone = (unit) => Promise.resolve(Boolean(unit.scope.organisation.logo))
export default logo
