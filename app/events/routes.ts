import { defineRoutes } from '../http/module_routes.ts'

const Events = () => import('./controllers/events_controller.ts')

/** Events, their handlers, what failed. */
export const EVENT_ROUTES = defineRoutes(
  (route) => {
    const manage = { permission: 'kernel.event.manage' }
    route.get('/settings/events', [Events, 'index'], manage)
    route.get('/settings/events/deliveries', [Events, 'deliveries'], manage)
    route.post('/settings/events/deliveries/:id/retry', [Events, 'retry'], manage)
    route.post('/settings/events/deliveries/:id/discard', [Events, 'discard'], manage)
    route.get('/settings/events/:id', [Events, 'show'], manage)
  },
  {
    records: {
      '/settings/events/deliveries/:id': 'event_deliveries',
      '/settings/events/:id': 'outbox',
    },
  }
)
