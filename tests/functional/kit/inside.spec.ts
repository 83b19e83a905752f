import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { v7 as uuidv7 } from 'uuid'
import { migrate } from '@karkhana/kernel/migrations'
import {
  asking,
  CHECKS,
  ModuleUnderTest,
  type SuiteOptions,
  type Workshop,
} from '@karkhana/kernel/testing'
import { FIXTURES, FOUND } from './fixtures.ts'

/** Things of the fixtures that have a table of their own. */
const fill = (id: string): SuiteOptions => ({
  fill: async (workshop: Workshop) => {
    const scope = await workshop.scope()
    const table = `${id.replaceAll('-', '_')}_things`
    await scope.work((unit) =>
      unit.table(table).insert({ organisation_id: scope.organisationId, id: uuidv7(), name: 'A' })
    )
  },
})

const FILLED = ['broken-tenancy', 'broken-cache', 'broken-switching', 'broken-archive']

// Only in the deployment that broken_modules.spec.ts makes.
if (process.env.KARKHANA_EXTRA_MODULES === FIXTURES) {
  test.group('Broken modules', () => {
    test('are found', async ({ client }) => {
      await migrate({
        root: fileURLToPath(new URL('../../../', import.meta.url)),
        ownerUrl: process.env.DATABASE_URL!,
        appRole: new URL(process.env.DATABASE_APP_URL!).username,
      })
      const found: Record<string, Record<string, string[]>> = {}
      for (const id of readdirSync(FIXTURES)) {
        const options = FILLED.includes(id) ? fill(id) : {}
        const module = await ModuleUnderTest.installed(id, options, asking(client))
        found[id] = {}
        for (const check of CHECKS) {
          const problems = await check
            .run(module)
            .catch((error: Error) => [`threw ${error.message}`])
          if (problems.length > 0) found[id][check.id] = problems
        }
      }
      console.log(`\n${FOUND}${JSON.stringify(found)}`)
    }).timeout(150_000)
  })
}
