import { defineRoutes } from '../http/module_routes.ts'

const Events = () => import('./controllers/events_controller.ts')

/** Events, their handlers, what failed. */
export const EVENT_ROUTES = defineRoutes(
  (route) => {
    const manage = { permission: 'kernel.event.manage' }
    route.get('/settings/events', [Events, 'index'], { ...manage, summary: 'List events' })
    route.get('/settings/events/deliveries', [Events, 'deliveries'], {
      ...manage,
      summary: 'List what became of events at their handlers',
      answer: 'list',
    })
    route.post('/settings/events/deliveries/:id/retry', [Events, 'retry'], {
      ...manage,
      summary: 'Have an event handled again',
    })
    route.post('/settings/events/deliveries/:id/discard', [Events, 'discard'], {
      ...manage,
      summary: 'Give up an event that is not handled yet',
    })
    route.get('/settings/events/:id', [Events, 'show'], {
      ...manage,
      summary: 'Read an event with its payload and handlers',
    })
  },
  {
    records: {
      '/settings/events/deliveries/:id': 'event_deliveries',
      '/settings/events/:id': 'outbox',
    },
  }
)
