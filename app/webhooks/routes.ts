import { defineRoutes } from '../http/module_routes.ts'
import { accepts } from '../http/route_docs.ts'

const Webhooks = () => import('./controllers/webhooks_controller.ts')
const validators = () => import('./validators.ts')

/** Outgoing webhooks: pages, and the same below `/api/v1`. */
export const WEBHOOK_ROUTES = defineRoutes(
  (route) => {
    const manage = { permission: 'kernel.webhook.manage' }
    const page = { ...manage, only: 'web' as const }
    route.get('/settings/webhooks', [Webhooks, 'index'], { ...manage, summary: 'List webhooks' })
    route.get('/settings/webhooks/create', [Webhooks, 'create'], page)
    route.post('/settings/webhooks', [Webhooks, 'store'], {
      ...manage,
      summary: 'Add a webhook; its secret is answered once',
      outside: true,
      body: accepts(validators, 'endpointValidator'),
    })
    route.get('/settings/webhooks/:id', [Webhooks, 'show'], manage)
    route.get('/settings/webhooks/:id/edit', [Webhooks, 'edit'], page)
    route.put('/settings/webhooks/:id', [Webhooks, 'update'], {
      ...manage,
      outside: true,
      body: accepts(validators, 'endpointValidator'),
    })
    route.delete('/settings/webhooks/:id', [Webhooks, 'destroy'], manage)
    route.post('/settings/webhooks/:id/switch', [Webhooks, 'switch'], {
      ...manage,
      summary: 'Switch a webhook on or off',
      body: accepts(validators, 'endpointSwitchValidator'),
    })
    route.post('/settings/webhooks/:id/secret', [Webhooks, 'secret'], {
      ...manage,
      summary: 'Make a new secret; it is answered once',
    })
    route.post('/settings/webhooks/:id/test', [Webhooks, 'test'], {
      ...manage,
      summary: 'Send a test message',
    })
    route.get('/settings/webhooks/:id/messages', [Webhooks, 'messages'], {
      ...manage,
      only: 'api',
      summary: 'List the messages of a webhook',
      answer: 'list',
    })
    route.post('/settings/webhooks/:id/messages/:message/replay', [Webhooks, 'replay'], {
      ...manage,
      summary: 'Send a message again',
    })
  },
  { records: { '/settings/webhooks/:id': 'webhook_endpoints' } }
)
