import { defineRoutes } from '../http/module_routes.ts'

const Tokens = () => import('./controllers/tokens_controller.ts')
const Accounts = () => import('./controllers/service_accounts_controller.ts')

/** Access of programs to `/api/v1`. Pages only: no program makes itself another way in. */
export const TOKEN_ROUTES = defineRoutes(
  (route) => {
    const tokens = { permission: 'kernel.token.manage', only: 'web' as const }
    route.get('/settings/tokens', [Tokens, 'index'], tokens)
    route.get('/settings/tokens/create', [Tokens, 'create'], tokens)
    route.post('/settings/tokens', [Tokens, 'store'], tokens)
    route.delete('/settings/tokens/:id', [Tokens, 'destroy'], tokens)

    route.get('/settings/tokens/accounts', [Accounts, 'index'], tokens)
    route.get('/settings/tokens/accounts/create', [Accounts, 'create'], tokens)
    route.post('/settings/tokens/accounts', [Accounts, 'store'], tokens)
    route.get('/settings/tokens/accounts/:id/edit', [Accounts, 'edit'], tokens)
    route.put('/settings/tokens/accounts/:id', [Accounts, 'update'], tokens)
    route.post('/settings/tokens/accounts/:id/switch', [Accounts, 'switch'], tokens)
  },
  { records: { '/settings/tokens/accounts/:id': 'memberships' } }
)
