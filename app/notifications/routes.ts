import { defineRoutes } from '../http/module_routes.ts'

const Inbox = () => import('./controllers/inbox_controller.ts')

/** The inbox of the reader. */
export const INBOX_ROUTES = defineRoutes((route) => {
  const own = { permission: 'kernel.inbox.use', only: 'web' } as const
  route.get('/inbox', [Inbox, 'index'], own)
  route.get('/inbox/count', [Inbox, 'count'], own)
  route.post('/inbox/read', [Inbox, 'read'], own)
  route.post('/inbox/mute', [Inbox, 'mute'], own)
})
