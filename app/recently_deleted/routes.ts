import { defineRoutes } from '../http/module_routes.ts'
import { accepts } from '../http/route_docs.ts'
import { SEE_DELETED } from './list.ts'

const Deleted = () => import('./controllers/recently_deleted_controller.ts')
const validators = () => import('./validators.ts')

/** What was archived or deleted in the last 30 days; what each record needs is asked besides. */
export const RECENTLY_DELETED_ROUTES = defineRoutes((route) => {
  const see = { permission: SEE_DELETED }
  route.get('/recently-deleted', [Deleted, 'index'], {
    ...see,
    summary: 'List what was archived or deleted in the last 30 days',
    answer: 'list',
  })
  route.post('/recently-deleted/:id/restore', [Deleted, 'restore'], {
    ...see,
    summary: 'Bring back what was archived or deleted',
  })
  route.delete('/recently-deleted/:id', [Deleted, 'remove'], {
    ...see,
    summary: 'Delete a comment or file for good',
    body: accepts(validators, 'deleteValidator'),
  })
})
