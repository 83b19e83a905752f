import { defineRoutes } from '../http/module_routes.ts'
import { accepts } from '../http/route_docs.ts'

const Reports = () => import('./controllers/reports_controller.ts')
const files = () => import('../transfer/validators.ts')

/** Reports of the modules. */
export const REPORT_ROUTES = defineRoutes((route) => {
  const view = { permission: 'kernel.report.view' }
  route.get('/reports', [Reports, 'index'], { ...view, answer: 'choices' })
  route.get('/reports/:report', [Reports, 'show'], {
    ...view,
    summary: 'Read the figures of a report; its parameters stand in the query',
  })
  route.get('/reports/:report/export', [Reports, 'export'], {
    ...view,
    summary: 'Download the figures of a report',
    query: accepts(files, 'formatValidator'),
    answer: 'file',
  })
})
