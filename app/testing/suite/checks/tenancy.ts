import type { ModuleCheck } from '../check.ts'
import type { ModuleUnderTest } from '../module_under_test.ts'
import { registeredRoutes } from '../../../http/registered_routes.ts'
import { fillIn } from '../requests.ts'

/** Nothing of one organisation reaches another. */
export const TENANCY: ModuleCheck[] = [
  {
    id: 'tenancy.rows',
    title: 'no row of one organisation can be seen, changed, deleted or planted by another',
    run: rowProblems,
  },
  {
    id: 'tenancy.routes',
    title: 'no address shows one organisation what is another’s',
    run: routeProblems,
  },
]

async function rowProblems(module: ModuleUnderTest): Promise<string[]> {
  const { a, b } = await module.pair()
  const ids = await module.idsOf(await a.scope())
  const intruder = await b.scope()
  const problems: string[] = []
  for (const [table, own] of ids) {
    const act = async (what: string, sql: string, bindings: unknown[]) => {
      const rows = await intruder
        .work(async (unit) => {
          const found = await unit.rows(sql, bindings)
          if (found.length > 0) throw new Crossed()
          return found
        })
        .catch((error: unknown) => {
          if (error instanceof Crossed) return [error]
          return []
        })
      if (rows.length > 0) {
        problems.push(
          `another organisation can ${what} ${table}; force row-level security by organisationTable()`
        )
      }
    }
    await act('read', `select 1 from ${table} where organisation_id <> ? limit 1`, [
      intruder.organisationId,
    ])
    if (own.length === 0) continue
    await act('change rows of', `update ${table} set id = id where id = any(?) returning id`, [own])
    await act('delete rows of', `delete from ${table} where id = any(?) returning id`, [own])
    await act(
      'plant rows into',
      `insert into ${table} (organisation_id, id) values (?, ?) returning id`,
      [a.organisationId, own[0].replace(/^./, '0')]
    )
  }
  return problems
}

/** The deed worked; thrown so that its transaction is undone. */
class Crossed extends Error {}

async function routeProblems(module: ModuleUnderTest): Promise<string[]> {
  const { ask } = module
  if (!ask) return []
  const { a, b } = await module.pair()
  const found = await module.idsOf(await a.scope())
  const ids = [...found.values()].flat()
  const reader = { workshop: b, role: 'owner' as const }
  const problems: string[] = []
  for (const route of registeredRoutes.filter((each) => each.module === module.id)) {
    const label = `${route.method} ${route.pattern}`
    const named = route.record ? (found.get(route.record) ?? []) : ids.slice(0, 3)
    const paths = route.pattern.includes('/:')
      ? named.slice(0, 2).map((id) => fillIn(route.pattern, id))
      : route.method === 'GET'
        ? [route.pattern]
        : []
    for (const path of paths) {
      // whose records it is asks first: what is remembered from then must not reach the other
      if (route.method === 'GET') await ask(route, path, { workshop: a, role: 'owner' })
      const response = await ask(route, path, reader)
      const status = response.status()
      if (status >= 500) problems.push(`${label} fails with ${status} for another organisation`)
      if (route.pattern.includes('/:') && status < 400) {
        problems.push(
          `${label} answers ${status} with a record of another organisation; read it by the scope`
        )
      }
      if (ids.some((id) => response.text().includes(id) && !path.includes(id))) {
        problems.push(`${label} shows records of another organisation; read them by the scope`)
      }
    }
  }
  return problems
}
