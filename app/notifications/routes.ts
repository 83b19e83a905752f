import { defineRoutes } from '../http/module_routes.ts'
import { accepts } from '../http/route_docs.ts'

const Defaults = () => import('./controllers/defaults_controller.ts')
const Inbox = () => import('./controllers/inbox_controller.ts')

/** The inbox of the reader, and how members of each role are told. */
export const INBOX_ROUTES = defineRoutes((route) => {
  const own = { permission: 'kernel.inbox.use', only: 'web' } as const
  route.get('/inbox', [Inbox, 'index'], own)
  route.get('/inbox/count', [Inbox, 'count'], own)
  route.post('/inbox/read', [Inbox, 'read'], own)
  route.post('/inbox/mute', [Inbox, 'mute'], own)

  const manage = { permission: 'kernel.notification.manage' }
  route.get('/settings/notifications', [Defaults, 'show'], manage)
  route.put('/settings/notifications/:role', [Defaults, 'update'], {
    ...manage,
    body: accepts(() => import('./validators.ts'), 'roleReasonsValidator'),
  })
})
