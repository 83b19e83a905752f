import { listNamed } from '../lists/registry.ts'
import type { RunKindActions } from '../runs/kinds.ts'
import { retryRun } from './begin.ts'
import { bulkOf } from './bulk_run.ts'

/** Actions on many records: done once more to those that were left. */
const bulkRuns: RunKindActions = {
  async retry(scope, registry, { id }) {
    const { list } = (await scope.read((unit) => bulkOf(unit, id)))!
    await retryRun(scope, await listNamed(scope, registry, list, { toChange: true }), id)
  },
}

export default bulkRuns
