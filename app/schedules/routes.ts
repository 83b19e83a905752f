import { defineRoutes } from '../http/module_routes.ts'

const Schedules = () => import('./controllers/schedules_controller.ts')

/** Scheduled work of the organisation. */
export const SCHEDULE_ROUTES = defineRoutes((route) => {
  const manage = { permission: 'kernel.event.manage' }
  route.get('/settings/schedules', [Schedules, 'index'], manage)
  route.get('/settings/schedules/runs', [Schedules, 'runs'], { ...manage, only: 'api' })
  route.post('/settings/schedules/:schedule/run', [Schedules, 'run'], manage)
})
