import { defineRoutes } from '../http/module_routes.ts'

const Live = () => import('./controllers/live_controller.ts')
const Presence = () => import('./controllers/presence_controller.ts')

/** Live updates of the pages. Listening and being seen change nothing, so readers who only look on may do it too. */
export const LIVE_ROUTES = defineRoutes((route) => {
  const listen = {
    permission: 'kernel.live.use',
    only: 'web',
    whileReadOnly: true,
  } as const
  route.get('/__transmit/events', [Live, 'stream'], listen)
  route.post('/__transmit/subscribe', [Live, 'subscribe'], listen)
  route.post('/__transmit/unsubscribe', [Live, 'unsubscribe'], listen)
  route.post('/live/presence', [Presence, 'store'], listen)
  route.post('/live/presence/leave', [Presence, 'leave'], listen)
})
