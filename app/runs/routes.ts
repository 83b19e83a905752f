import { defineRoutes } from '../http/module_routes.ts'

const Runs = () => import('./controllers/runs_controller.ts')

/** What the reader asked for and that runs long. */
export const RUN_ROUTES = defineRoutes((route) => {
  const own = { permission: 'kernel.inbox.use' }
  route.get('/runs', [Runs, 'index'], {
    ...own,
    summary: 'List your work under way, and what is over',
  })
  route.get('/runs/:id', [Runs, 'show'], { ...own, only: 'api', summary: 'Read how far a run is' })
  route.post('/runs/:id/cancel', [Runs, 'cancel'], {
    ...own,
    summary: 'Stop a run; what was done stays done',
  })
  route.post('/runs/:id/retry', [Runs, 'retry'], {
    ...own,
    summary: 'Do a run once more that failed or was stopped',
  })
})
