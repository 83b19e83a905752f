import type { ModuleCheck } from '../check.ts'
import type { ModuleUnderTest } from '../module_under_test.ts'

/** What the checks between organisations look for is there: without a record they would find nothing and pass. */
export const FILLED: ModuleCheck[] = [
  {
    id: 'filled',
    title: 'there is a record of every kind that the checks between organisations can look for',
    run: filledProblems,
  },
]

async function filledProblems(module: ModuleUnderTest): Promise<string[]> {
  const { a } = await module.pair()
  const ids = await module.idsOf(await a.scope())
  return module.manifest.records
    .filter(({ table, view }) => view !== null && ids.get(table)?.length === 0)
    .map(
      ({ table, noun }) =>
        `no ${noun} was made: have "fill" in tests/functional/suite.spec.ts make a row of ${table}, or nothing is looked for in another organisation`
    )
}
