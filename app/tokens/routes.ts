import { defineRoutes } from '../http/module_routes.ts'

const Tokens = () => import('../settings/controllers/tokens_controller.ts')

/** Access of programs to `/api/v1`. */
export const TOKEN_ROUTES = defineRoutes((route) => {
  const tokens = { permission: 'kernel.token.manage', only: 'web' as const }
  route.get('/settings/tokens', [Tokens, 'index'], tokens)
  route.post('/settings/tokens', [Tokens, 'store'], tokens)
  route.delete('/settings/tokens/:id', [Tokens, 'destroy'], tokens)
})
