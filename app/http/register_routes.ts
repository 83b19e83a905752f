import type { HttpContext } from '@adonisjs/core/http'
import type { HttpRouterService } from '@adonisjs/core/types'
import type { NextFn } from '@adonisjs/core/types/http'
import { ForbiddenError } from '../errors.ts'
import { answerProgram } from '../api/answer_program.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import { openAccount } from './middleware/account_middleware.ts'
import { openPartner } from './middleware/partner_middleware.ts'
import { openWebScope } from './middleware/scope_middleware.ts'
import type { RecordRule } from '../access/record_rules.ts'
import { guardRecord } from './record_guard.ts'
import { limitRate } from './rate_limits/limit_rate.ts'
import { runInRoute } from '../outside/answered_route.ts'
import type { Audience, DeclaredRoute, RouteDeclaration } from './module_routes.ts'
import { registeredRoutes, type RegisteredRoute } from './registered_routes.ts'
import { openTokenScope } from '../tokens/open_token.ts'
import type { Surface } from './surface.ts'

/** Registers the routes of all installed modules; whether they answer is asked per request. */
export async function registerModuleRoutes(router: HttpRouterService, registry: ModuleRegistry) {
  for (const manifest of registry.manifests()) {
    if (!manifest.routes) continue
    const { id, records, routes } = manifest
    const loaded = await registry.starting(id, 'routes', routes)
    if (loaded) registerRoutes(router, loaded.default, { prefix: `/${id}`, module: id, records })
  }
  for (const id of registry.quarantine.all().keys()) answerOutOfOrder(router, id)
}

/** Behind sign-in, whatever the address: 503 where the module is on, and nothing there where it is not. */
function answerOutOfOrder(router: HttpRouterService, id: string) {
  for (const surface of ['web', 'api'] as const) {
    const prefix = surface === 'api' ? `/api/v1/${id}` : `/${id}`
    for (const pattern of [prefix, `${prefix}/*`]) {
      router
        .any(pattern, ({ scope }: HttpContext) => scope.ensureReadable(id))
        .as(`${surface}:any:${pattern}`)
        .use(opener('member', surface))
    }
  }
}

interface Registration {
  prefix: string
  module: string | null
  /** Who sees the records that the addresses name. */
  records?: RecordRule[]
}

/** Registers declared routes below `prefix`, wrapped in sign-in → scope → gate → permission. */
export function registerRoutes(
  router: HttpRouterService,
  routes: RouteDeclaration,
  options: Registration
) {
  for (const route of routes) {
    for (const surface of route.surfaces) register(router, route, surface, options)
  }
}

function register(
  router: HttpRouterService,
  route: DeclaredRoute,
  surface: Surface,
  { prefix, module, records }: Registration
) {
  const pattern =
    `${surface === 'api' ? '/api/v1' : ''}${prefix}${route.path === '/' ? '' : route.path}` || '/'
  const { method, audience, permission, whileReadOnly, record } = route
  const registered: RegisteredRoute = {
    surface,
    audience,
    method,
    pattern,
    module,
    permission,
    whileReadOnly,
    record: record ?? null,
    tier: route.tier,
    outside: route.outside,
    action: route.handler[1],
    load: route.handler[0],
    docs: route.docs,
  }
  registeredRoutes.push(registered)
  const added = router
    .route(pattern, [method], route.handler)
    .as(`${surface}:${method}:${pattern}`)
    .use(opener(audience, surface))
    .use(limitRate(route.tier))
    .use(guard(route, module, ruleOf(route, records)))
  if (surface === 'api') added.use(answerProgram(registered))
  // Pages never repeat a request; what only they do may call what it likes.
  if (method !== 'GET' && route.surfaces.includes('api')) added.use(knownAs(route, pattern))
}

/** Tells the doors to the outside who is answering. */
function knownAs({ method, outside }: DeclaredRoute, pattern: string) {
  const route = { name: `${method} ${pattern}`, outside }
  return (_ctx: HttpContext, next: NextFn) => runInRoute(route, next)
}

function opener(audience: Audience, surface: Surface) {
  if (audience === 'account') return openAccount
  if (audience === 'partner') return openPartner
  return surface === 'api' ? openTokenScope : openWebScope
}

/** The rule of the record that the address names; a module declares one for each of its tables. */
function ruleOf({ record, path }: DeclaredRoute, records: RecordRule[] | undefined) {
  if (!record || !records) return null
  const rule = records.find(({ table }) => table === record)
  if (!rule) {
    throw new Error(`${path} names records of "${record}", which the manifest does not declare`)
  }
  return rule
}

/** Gate and permission; what an account or a partner needs is asked of them. */
function guard(route: DeclaredRoute, module: string | null, rule: RecordRule | null) {
  return async (ctx: HttpContext, next: NextFn) => {
    const writes = route.method !== 'GET' && !route.whileReadOnly
    if (route.audience === 'account') {
      // somebody in the view of another role changes nothing at all; there may be no organisation around the page
      const shell = ctx.scope as Scope | undefined
      if (writes && shell?.readOnly === 'view_as') shell.ensureMayWrite()
      return next()
    }
    if (route.audience === 'partner') {
      ctx.partner.ensure(route.permission)
      return next()
    }
    const { scope } = ctx
    if (module && route.method === 'GET') scope.ensureReadable(module)
    else if (module) scope.ensureModule(module)
    if (!scope.can(route.permission)) throw new ForbiddenError(route.permission)
    if (writes) scope.ensureMayWrite()
    if (route.record) await guardRecord(ctx, route.record, rule)
    return next()
  }
}
