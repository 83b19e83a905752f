import { defineRoutes } from '../http/module_routes.ts'

const Jobs = () => import('./controllers/jobs_controller.ts')

/** Background work of the organisation. */
export const JOB_ROUTES = defineRoutes(
  (route) => {
    const manage = { permission: 'kernel.job.manage' }
    route.get('/settings/jobs', [Jobs, 'index'], { ...manage, summary: 'List background jobs' })
    route.get('/settings/jobs/:id', [Jobs, 'show'], {
      ...manage,
      summary: 'Read a job with its payload, error and result',
    })
    route.post('/settings/jobs/:id/retry', [Jobs, 'retry'], {
      ...manage,
      summary: 'Have a job tried again',
    })
    route.post('/settings/jobs/:id/cancel', [Jobs, 'cancel'], {
      ...manage,
      summary: 'Cancel a job that is not over',
    })
  },
  { records: { '/settings/jobs/:id': 'jobs' } }
)
