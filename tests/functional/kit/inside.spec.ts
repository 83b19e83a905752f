import { readdirSync } from 'node:fs'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { v7 as uuidv7 } from 'uuid'
import {
  asking,
  CHECKS,
  makeWorkshop,
  ModuleUnderTest,
  type SuiteOptions,
  type Workshop,
} from '@karkhana/kernel/testing'
import { EXTRA_MODULES, FIXTURES, FOUND } from './fixtures.ts'
import { migrateOnce } from './migrate_once.ts'

/** Things of the fixtures that have a table of their own. */
const fill = (id: string): SuiteOptions => ({
  fill: async (workshop: Workshop) => {
    const scope = await workshop.scope()
    const table = `${id.replaceAll('-', '_')}_things`
    await scope.work((unit) =>
      unit.table(table).insert({ organisation_id: scope.organisationId, id: uuidv7(), label: 'A' })
    )
  },
})

const FILLED = [
  'broken-tenancy',
  'broken-cache',
  'broken-switching',
  'broken-purge',
  'broken-archive',
  'broken-attachment',
  'broken-document',
  'broken-paper',
  'broken-transfer',
  'broken-import',
  'broken-search',
]

/** What people meet who have the module that could not be started, and who do not. */
async function outOfOrder(client: ApiClient): Promise<Record<string, string[]>> {
  const [on, off] = [await makeWorkshop(), await makeWorkshop()]
  const scope = await on.scope()
  await scope.work((unit) =>
    unit.rows(
      `update organisation_modules set state = 'enabled', entitled = true
        where organisation_id = ? and module_id = 'torn-routes'`,
      [scope.organisationId]
    )
  )
  const ask = asking(client)
  const statuses = async (workshop: Workshop) => {
    const answers = []
    for (const path of ['/torn-routes', '/torn-routes/1', '/contacts']) {
      const answer = await ask({ method: 'GET', surface: 'web' }, path, { workshop, role: 'owner' })
      answers.push(`${path} ${answer.status()}`)
    }
    return answers
  }
  const health = (await client.get('/api/health')).body() as {
    outOfOrder: string[]
    status: string
  }
  const page = await ask({ method: 'GET', surface: 'web' }, '/contacts', {
    workshop: on,
    role: 'owner',
  })
  return {
    on: await statuses(on),
    off: await statuses(off),
    health: [health.status, ...health.outOfOrder],
    menu: page.text().includes('Torn things') ? ['shown'] : [],
  }
}

// Only in the deployment that broken_modules.spec.ts makes.
if (process.env.KARKHANA_EXTRA_MODULES === EXTRA_MODULES) {
  test.group('Broken modules', () => {
    test('are found', async ({ client }) => {
      await migrateOnce()
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
      found.outOfOrder = await outOfOrder(client)
      console.log(`\n${FOUND}${JSON.stringify(found)}`)
    }).timeout(400_000)
  })
}
