import type { RunKindActions } from '../../runs/kinds.ts'
import { retryExport } from './exports.ts'

/** Exports of all data: written anew. */
const dataExportRuns: RunKindActions = {
  retry: (scope, _registry, { id }) => retryExport(scope, id),
}

export default dataExportRuns
