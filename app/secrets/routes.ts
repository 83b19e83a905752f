import { defineRoutes } from '../http/module_routes.ts'

const Connections = () => import('./controllers/connections_controller.ts')

/** Keys of outside services. Pages only: a token neither lists nor changes them. */
export const SECRET_ROUTES = defineRoutes((route) => {
  const secrets = { permission: 'kernel.secret.manage', only: 'web' as const }
  route.get('/settings/connections', [Connections, 'index'], secrets)
  route.put('/settings/connections/:key', [Connections, 'store'], secrets)
  route.delete('/settings/connections/:key', [Connections, 'destroy'], secrets)
})
