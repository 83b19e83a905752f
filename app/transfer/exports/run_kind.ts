import type { RunKindActions } from '../../runs/kinds.ts'
import { retryExport } from './exports.ts'

/** Exports: written anew from the first row. */
const exportRuns: RunKindActions = {
  retry: (scope, registry, { id }) => retryExport(scope, registry, id),
}

export default exportRuns
