import type { RouteDeclaration } from '../../../http/module_routes.ts'
import type { ModulePublicRoute } from '../../../http/public_routes.ts'
import { permissionOf } from '../../../resources/names.ts'
import type { ModuleCheck } from '../check.ts'
import type { ModuleUnderTest } from '../module_under_test.ts'

/** Who may do what is said completely, and nothing is said in vain. */
export const PERMISSIONS: ModuleCheck[] = [
  {
    id: 'permissions.routes',
    title: 'every route asks for a permission of the module, or says why it is public',
    run: routeProblems,
  },
  {
    id: 'permissions.named',
    title: 'every search, import, export, report and document asks for a permission of the module',
    run: offerProblems,
  },
  {
    id: 'permissions.used',
    title: 'every permission is asked for somewhere',
    run: (module) => Promise.resolve(unusedPermissions(module)),
  },
]

async function routeProblems({ id, manifest }: ModuleUnderTest): Promise<string[]> {
  const declared = new Set(manifest.permissions.map(({ id: each }) => each))
  const routes = manifest.routes
    ? ((await manifest.routes()) as { default: RouteDeclaration }).default
    : []
  const open = manifest.publicRoutes
    ? ((await manifest.publicRoutes()) as { default: ModulePublicRoute[] }).default
    : []
  return [
    ...routes
      .filter(({ permission }) => !declared.has(permission))
      .map(
        ({ method, path, permission }) =>
          `${method} ${path} asks for "${permission ?? 'nothing'}", which the module does not declare: name one of its permissions`
      ),
    ...routes
      .filter(({ audience }) => audience !== 'member')
      .map(({ method, path }) => `${method} ${path} is no route for members; leave "audience" out`),
    ...routes
      .filter(({ path, record }) => path.includes(':id') && !record)
      .map(
        ({ method, path }) =>
          `${method} ${path} names no record: add its beginning to { records } of defineRoutes`
      ),
    ...open
      .filter(({ why }) => !why || why.length < 10)
      .map(
        ({ method, path }) => `${method} ${path} is public and gives no reason: say so in "why"`
      ),
    ...open
      .filter(({ purpose }) => !purpose.startsWith(`${id}.`))
      .map(
        ({ method, path, purpose }) =>
          `${method} ${path}: the purpose "${purpose}" must start with "${id}."`
      ),
  ]
}

/** What the kernel offers to whoever has the permission that the file of it names. */
const OFFERS = ['search', 'importers', 'exporters', 'reports', 'documents'] as const

async function offerProblems({ manifest }: ModuleUnderTest): Promise<string[]> {
  const declared = new Set(manifest.permissions.map(({ id }) => id))
  const problems: string[] = []
  for (const key of OFFERS) {
    for (const load of manifest[key]) {
      const { default: offer } = (await load()) as { default?: { id: string; permission?: string } }
      if (!offer || declared.has(offer.permission ?? '')) continue
      problems.push(
        `"${offer.id}" of ${key} asks for "${offer.permission ?? 'nothing'}", which the module does not declare: name one of its permissions`
      )
    }
  }
  return problems
}

/** What the routes of a resource ask for. */
const ACTS = ['view', 'create', 'update', 'archive'] as const

function unusedPermissions(module: ModuleUnderTest): string[] {
  const sources = module.sources().filter(({ path }) => !/^module\.(ts|js)$/.test(path))
  const { menu, commands, widgets, onboarding, slots, settings, records, resources, aiPurposes } =
    module.manifest
  const named = new Set([
    ...menu.flatMap(({ permission, createPermission }) => [permission, createPermission]),
    ...commands.map(({ permission }) => permission),
    ...widgets.map(({ permission }) => permission),
    ...aiPurposes.map(({ permission }) => permission),
    ...onboarding.map(({ permission }) => permission),
    ...Object.values(slots).flatMap((fills) => fills.map(({ permission }) => permission)),
    ...(settings ? [settings.view, settings.change] : []),
    ...records.flatMap(({ view, own }) => [view, own?.unless]),
    ...resources.flatMap((each) => ACTS.map((act) => permissionOf(each, act))),
  ])
  return module.manifest.permissions
    .filter(({ id }) => !named.has(id) && !sources.some(({ text }) => text.includes(`'${id}'`)))
    .map(({ id }) => `nobody asks for "${id}": use it on a route or in a service, or remove it`)
}
