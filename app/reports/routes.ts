import { defineRoutes } from '../http/module_routes.ts'

const Reports = () => import('./controllers/reports_controller.ts')

/** Reports of the modules. */
export const REPORT_ROUTES = defineRoutes((route) => {
  const view = { permission: 'kernel.report.view' }
  route.get('/reports', [Reports, 'index'], view)
  route.get('/reports/:report', [Reports, 'show'], view)
  route.get('/reports/:report/export', [Reports, 'export'], view)
})
