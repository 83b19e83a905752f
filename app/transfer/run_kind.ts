import type { RunKindActions } from '../runs/kinds.ts'
import { resumeImport } from './import_steps.ts'

/** Imports: the step goes on at the row where it stopped. */
const importRuns: RunKindActions = { retry: resumeImport }

export default importRuns
