import type { HttpRouterService } from '@adonisjs/core/types'
import type { ModuleRegistry } from '../modules/registry.ts'
import { publicRoutes, type ModulePublicRoute } from '../http/public_routes.ts'
import { openLink } from './link_middleware.ts'
import { notePurpose } from './purposes.ts'

const Gone = () => import('./gone_controller.ts')
const why = 'Answers links that open nothing, whatever the reason, with one and the same page.'

/** Registers the public pages of all modules below `/l/<module>/<link>`; every other address there leads nowhere. */
export async function registerLinkRoutes(
  router: HttpRouterService,
  registry: Pick<ModuleRegistry, 'manifests' | 'starting'>
) {
  for (const { id, publicRoutes: load } of registry.manifests()) {
    const loaded = load && (await registry.starting(id, 'public routes', load))
    if (loaded) registerLinksOf(router, id, loaded.default)
  }
  for (const method of ['GET', 'POST'] as const) {
    publicRoutes.push({ method, path: '/l/*', why })
    router.route('/l/*', [method], [Gone, 'show']).as(`public:${method}:/l/*`)
  }
}

function registerLinksOf(router: HttpRouterService, module: string, routes: ModulePublicRoute[]) {
  for (const route of routes) {
    const path = `/l/${module}/:link${route.path === '/' ? '' : route.path}`
    publicRoutes.push({ method: route.method, path, why: route.why })
    notePurpose(module, route.purpose)
    router
      .route(path, [route.method], route.handler)
      .as(`link:${route.method}:${path}`)
      .use(openLink(module, route))
  }
}
