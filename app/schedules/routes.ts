import { defineRoutes } from '../http/module_routes.ts'

const Schedules = () => import('./controllers/schedules_controller.ts')

/** Scheduled work of the organisation. */
export const SCHEDULE_ROUTES = defineRoutes((route) => {
  const manage = { permission: 'kernel.event.manage' }
  route.get('/settings/schedules', [Schedules, 'index'], {
    ...manage,
    summary: 'List schedules with their next and last run',
    answer: 'choices',
  })
  route.get('/settings/schedules/runs', [Schedules, 'runs'], {
    ...manage,
    only: 'api',
    summary: 'List the runs of schedules',
    answer: 'list',
  })
  route.post('/settings/schedules/:schedule/run', [Schedules, 'run'], {
    ...manage,
    summary: 'Run a schedule now',
  })
})
