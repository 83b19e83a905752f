import { defineRoutes } from '../http/module_routes.ts'

const Audit = () => import('./controllers/audit_controller.ts')

/** What was changed, by whom, when and from where. */
export const AUDIT_ROUTES = defineRoutes((route) => {
  const view = { permission: 'kernel.audit.view' }
  const file = { permission: 'kernel.audit.export' }
  route.get('/settings/audit', [Audit, 'index'], view)
  route.get('/settings/audit/export', [Audit, 'exportChanges'], { ...file, answer: 'file' })
  route.get('/settings/audit/events', [Audit, 'events'], { ...view, answer: 'list' })
  route.get('/settings/audit/events/export', [Audit, 'exportEvents'], { ...file, answer: 'file' })
  route.get('/settings/audit/records/:table/:id', [Audit, 'record'], view)
})
