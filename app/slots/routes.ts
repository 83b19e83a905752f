import { defineRoutes } from '../http/module_routes.ts'

const Faults = () => import('./faults_controller.ts')

/** Faults of what modules put into pages, told by the pages. */
export const SLOT_ROUTES = defineRoutes((route) => {
  route.post('/slot-faults', [Faults, 'store'], {
    permission: 'kernel.home.view',
    only: 'web',
    whileReadOnly: true,
  })
})
