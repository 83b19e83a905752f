import { anotherAttempt, dispatchRun } from '../../runs/begin.ts'
import type { RunKindActions } from '../../runs/kinds.ts'
import { findDocument } from '../registry.ts'
import printDocuments from './jobs/print_documents.ts'

/** Prints: begun anew, since the file of a run that was stopped was never kept. */
const printRuns: RunKindActions = {
  async retry(scope, registry, { id: runId }) {
    const [print] = await scope.read((unit) =>
      unit.rows<{ document: string }>(
        'select document from print_runs where organisation_id = ? and id = ?',
        [scope.organisationId, runId]
      )
    )
    await findDocument(scope, registry, print.document)
    await scope.work(async (unit) => {
      const attempt = await anotherAttempt(unit, runId, { done: 0, failed: 0 })
      await unit.rows(
        `update print_runs set failures = '[]' where organisation_id = ? and id = ?`,
        [scope.organisationId, runId]
      )
      await dispatchRun(unit, runId, printDocuments, { runId, attempt })
    })
  },
}

export default printRuns
