import type { PluginFn } from '@japa/runner/types'

/** Result of a run in the form that scripts read. */
export interface Totals {
  passed: number
  failed: number
  skipped: number
}

/**
 * Counts the tests of a run, whatever reporter shows them. A run that breaks outside of a test (a hook, a file that
 * does not load) has no failed test to count; it counts as one.
 */
export function countTests(totals: Totals): PluginFn {
  return ({ emitter, runner }) => {
    emitter.on('runner:end', () => {
      const { aggregates, hasError } = runner.getSummary()
      totals.passed = aggregates.passed
      totals.skipped = aggregates.skipped + aggregates.todo
      totals.failed = aggregates.failed || (hasError ? 1 : 0)
    })
  }
}
