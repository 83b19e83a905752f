import router from '@adonisjs/core/services/router'
import { registeredRoutes } from '../../../http/registered_routes.ts'
import { exportNow } from '../../../data/export/exports.ts'
import { confirmPurge, requestPurge } from '../../../modules/purge/requests.ts'
import { runPurge } from '../../../modules/purge/run.ts'
import type { ModuleRegistry } from '../../../modules/registry.ts'
import { previewSwitch, switchModule } from '../../../modules/switching.ts'
import { systemScope } from '../../../tenancy/open_scope.ts'
import type { Workshop, WorkshopMember } from '../../workshop.ts'
import type { ModuleCheck } from '../check.ts'
import { changedTables, digestOf } from '../digest.ts'
import type { ModuleUnderTest } from '../module_under_test.ts'
import { fillIn, MISSING } from '../requests.ts'

/** Switched off it is gone, archived it is only read, and nothing of its data is lost by either. */
export const SWITCHING: ModuleCheck[] = [
  {
    id: 'gate.routes',
    title:
      'switched off, every address of it answers 404, and only for the organisation that did so',
    run: offProblems,
  },
  {
    id: 'gate.archived',
    title: 'archived, it is read and never written',
    run: archiveProblems,
  },
  {
    id: 'switching.data',
    title: 'on, off, archived and on again, every row is what it was',
    run: dataProblems,
  },
  {
    id: 'data.purge',
    title: 'exported and purged by two people, no row of it is left',
    run: purgeProblems,
  },
]

/** Every address below the module's name, also such that were registered past `defineRoutes`. */
function addressesOf(id: string): { method: string; pattern: string }[] {
  const beginnings = [`/${id}`, `/api/v1/${id}`]
  return Object.values(router.toJSON())
    .flat()
    .filter(({ pattern }) =>
      beginnings.some((each) => pattern === each || pattern.startsWith(`${each}/`))
    )
    .flatMap(({ methods, pattern }) =>
      methods.filter((method) => method !== 'HEAD').map((method) => ({ method, pattern }))
    )
}

async function offProblems(module: ModuleUnderTest): Promise<string[]> {
  const { ask, id, manifest } = module
  if (!ask) return []
  const { a, b } = await module.pair()
  const problems: string[] = []
  await module.setState(b, 'paused')
  try {
    for (const { method, pattern } of addressesOf(id)) {
      const label = `${method} ${pattern}`
      const declared = registeredRoutes.some(
        (each) => each.method === method && each.pattern === pattern
      )
      if (!declared) {
        problems.push(
          `${label} was registered past defineRoutes, where no gate is asked; declare it in routes.ts`
        )
      }
      const surface = pattern.startsWith('/api/') ? ('api' as const) : ('web' as const)
      const path = fillIn(pattern, MISSING)
      const off = await ask({ method, surface }, path, { workshop: b, role: 'owner' })
      if (off.status() !== 404) {
        problems.push(`${label} answers ${off.status()} while the module is off`)
      } else if (off.text().includes(manifest.name)) {
        problems.push(`${label} hints at the module while it is off`)
      }
      if (method !== 'GET' || pattern.includes('/:') || !declared) continue
      const on = await ask({ method, surface }, path, { workshop: a, role: 'owner' })
      if (on.status() >= 400) {
        problems.push(`${label} answers ${on.status()} where the module is on`)
      }
    }
  } finally {
    await module.setState(b, 'enabled')
  }
  return problems
}

async function archiveProblems(module: ModuleUnderTest): Promise<string[]> {
  const { ask, id, manifest } = module
  if (!ask) return []
  const { a } = await module.pair()
  const tables = Object.keys(manifest.tables)
  const ids = await module.idsOf(await a.scope())
  const before = await digestOf(await a.scope(), tables)
  const problems: string[] = []
  await module.setState(a, 'archived')
  try {
    for (const route of registeredRoutes.filter((each) => each.module === id)) {
      const label = `${route.method} ${route.pattern}`
      const [record = MISSING] = (route.record && ids.get(route.record)) || []
      const answer = await ask(route, fillIn(route.pattern, record), { workshop: a, role: 'owner' })
      const status = answer.status()
      const list = route.method === 'GET' && !route.pattern.includes('/:')
      const reads = manifest.permissions.some((each) => each.id === route.permission && each.reads)
      if (status >= 500) problems.push(`${label} fails with ${status} while the module is archived`)
      if (route.method !== 'GET' && status < 400) {
        problems.push(`${label} can be used while the module is archived`)
      }
      if (list && reads && status >= 400) {
        problems.push(`${label} cannot be read (${status}) while the module is archived`)
      }
      const after = await digestOf(await a.scope(), tables)
      if (changedTables(before, after).length === 0) continue
      problems.push(
        `${label} writes into ${changedTables(before, after).join(', ')} while the module is archived`
      )
      break
    }
  } finally {
    await module.setState(a, 'enabled')
  }
  return problems
}

async function dataProblems(module: ModuleUnderTest): Promise<string[]> {
  const { id, manifest, registry } = module
  const workshop = await module.filledWorkshop()
  const tables = Object.keys(manifest.tables)
  const before = await digestOf(await workshop.scope(), tables)
  const off = await previewSwitch(await workshop.scope(), registry, id, 'paused')
  const shown = off.steps.map((step) => step.module)
  for (const to of ['paused', 'enabled', 'archived', 'enabled'] as const) {
    const options = to === 'paused' ? { shown } : {}
    await switchModule(await workshop.scope(), registry, id, to, options)
    const lost = changedTables(before, await digestOf(await workshop.scope(), tables))
    if (lost.length > 0) {
      return [`${to} changes the rows of ${lost.join(', ')}; lifecycle hooks keep what is there`]
    }
  }
  return []
}

async function purgeProblems(module: ModuleUnderTest): Promise<string[]> {
  const { id, manifest, registry } = module
  const workshop = await module.filledWorkshop()
  const second = await workshop.memberWith({ role: 'admin' })
  const { steps } = await previewSwitch(await workshop.scope(), registry, id, 'archived')
  const all = steps.map((step) => step.module)
  await switchModule(await workshop.scope(), registry, id, 'archived', { shown: all })
  // what needs it goes first, as in the plan
  for (const each of all) {
    const { name, tables } = registry.manifestOf(each)
    try {
      await exportAndPurge(workshop, second, registry, each)
    } catch (error) {
      const advice = each === id ? 'correct its lifecycle hooks' : `correct ${name}`
      return [`${name} cannot be exported and purged: ${(error as Error).message}; ${advice}`]
    }
    if (each !== id) continue
    const left = await countRows(workshop, Object.keys(tables))
    if (left.length > 0) return [`purging leaves rows in ${left.join(', ')}`]
  }
  const state = (await workshop.scope()).modules.get(id)
  return state === 'purged' ? [] : [`after the purge ${manifest.name} is ${state ?? 'available'}`]
}

async function exportAndPurge(
  workshop: Workshop,
  second: Pick<WorkshopMember, 'scope'>,
  registry: ModuleRegistry,
  id: string
) {
  const { name } = registry.manifestOf(id)
  const exportId = await exportNow(await workshop.scope(), registry, [id])
  await (
    await workshop.scope()
  ).work((unit) => unit.rows('update data_exports set downloads = 1 where id = ?', [exportId]))
  await requestPurge(await workshop.scope(), registry, id, name)
  const request = await confirmPurge(await second.scope(), registry, id, name)
  const scope = await systemScope(workshop.organisationId, 'suite')
  await runPurge(scope, registry, request.id)
}

async function countRows(workshop: Workshop, tables: string[]): Promise<string[]> {
  const scope = await systemScope(workshop.organisationId, 'suite')
  const digests = await digestOf(scope, tables)
  return tables.filter((table) => !digests[table].startsWith('0:'))
}
