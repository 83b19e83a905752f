import { defineRoutes } from '../http/module_routes.ts'

const Shell = () => import('./controllers/shell_controller.ts')

/** What the frame of the pages asks for by itself. */
export const SHELL_ROUTES = defineRoutes((route) => {
  const read = { permission: 'kernel.home.view', only: 'web' } as const
  route.get('/shell/counts', [Shell, 'counts'], read)
  route.get('/shell/releases', [Shell, 'releases'], read)
})
