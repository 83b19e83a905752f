import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import app from '@adonisjs/core/services/app'
import { Encryption } from '@adonisjs/core/encryption'
import { Server } from '@adonisjs/core/http'
import { ApiClient } from '@japa/api-client'
import { Assert } from '@japa/assert'
import type { ModuleManifest, ModuleState } from '@karkhana/kernel/module'
import type { Workshop } from '@karkhana/kernel/testing'
import { registerModuleRoutes } from '../../app/http/register_routes.ts'
import { registerLinkRoutes } from '../../app/links/link_routes.ts'
import { ModuleRegistry } from '../../app/modules/registry.ts'

/** A web server of this process that knows the routes of fixture modules, and nothing else. */
export interface FixtureServer {
  url: string
  client: ApiClient
  close(): Promise<void>
}

/**
 * Serves the routes and public routes of `manifests` with the middleware of `start/kernel.ts`, on a port of its own.
 * Routes of the first server stay as they are: its router takes none after the start.
 */
export async function serveModules(manifests: ModuleManifest[]): Promise<FixtureServer> {
  const { container } = app
  const server = new Server(
    app,
    await container.make(Encryption),
    await container.make('emitter'),
    await container.make('logger'),
    app.config.get('app.http')
  )
  server.errorHandler(() => import('../../app/http/exception_handler.ts'))
  server.use([
    () => import('../../app/http/middleware/security_headers_middleware.ts'),
    () => import('../../app/http/middleware/container_bindings_middleware.ts'),
  ])
  const router = server.getRouter()
  router.use([
    () => import('@adonisjs/core/bodyparser_middleware'),
    () => import('../../app/http/middleware/web_stack_middleware.ts'),
    () => import('@adonisjs/auth/initialize_auth_middleware'),
    () => import('../../app/http/middleware/inertia_middleware.ts'),
  ])
  const registry = new ModuleRegistry(manifests.map((manifest) => ({ manifest, folder: '' })))
  await registerModuleRoutes(router as never, registry)
  await registerLinkRoutes(router as never, registry)
  await server.boot()

  const http = createServer(server.handle.bind(server))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  return {
    url,
    client: new ApiClient(url, new Assert()),
    close: () => new Promise((resolve) => http.close(() => resolve())),
  }
}

/** Puts a module into a state for one organisation, past plans and entitlements; `null` as if never switched on. */
export async function setModuleState(
  workshop: Workshop,
  moduleId: string,
  state: ModuleState | null
): Promise<void> {
  const scope = await workshop.scope()
  await scope.work(async (unit) => {
    await unit.rows(
      'delete from organisation_modules where organisation_id = ? and module_id = ?',
      [scope.organisationId, moduleId]
    )
    if (!state) return
    await unit.rows(
      `insert into organisation_modules (organisation_id, module_id, state, entitled, changed_by)
       values (?, ?, ?, true, 'test')`,
      [scope.organisationId, moduleId, state]
    )
  })
}
