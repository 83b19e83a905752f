import { defineRoutes } from '../http/module_routes.ts'

const Webhooks = () => import('./controllers/webhooks_controller.ts')

/** Outgoing webhooks: pages, and the same below `/api/v1`. */
export const WEBHOOK_ROUTES = defineRoutes(
  (route) => {
    const manage = { permission: 'kernel.webhook.manage' }
    const page = { ...manage, only: 'web' as const }
    route.get('/settings/webhooks', [Webhooks, 'index'], manage)
    route.get('/settings/webhooks/create', [Webhooks, 'create'], page)
    route.post('/settings/webhooks', [Webhooks, 'store'], manage)
    route.get('/settings/webhooks/:id', [Webhooks, 'show'], manage)
    route.get('/settings/webhooks/:id/edit', [Webhooks, 'edit'], page)
    route.put('/settings/webhooks/:id', [Webhooks, 'update'], manage)
    route.delete('/settings/webhooks/:id', [Webhooks, 'destroy'], manage)
    route.post('/settings/webhooks/:id/switch', [Webhooks, 'switch'], manage)
    route.post('/settings/webhooks/:id/secret', [Webhooks, 'secret'], manage)
    route.post('/settings/webhooks/:id/test', [Webhooks, 'test'], manage)
    route.get('/settings/webhooks/:id/messages', [Webhooks, 'messages'], {
      ...manage,
      only: 'api',
    })
    route.post('/settings/webhooks/:id/messages/:message/replay', [Webhooks, 'replay'], manage)
  },
  { records: { '/settings/webhooks/:id': 'webhook_endpoints' } }
)
