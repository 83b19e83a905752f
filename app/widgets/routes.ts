import { defineRoutes } from '../http/module_routes.ts'
import { accepts } from '../http/route_docs.ts'

const Home = () => import('../home/home_controller.ts')
const validators = () => import('../home/validators.ts')

/** Cards of the start page, as each member arranges them. */
export const WIDGET_ROUTES = defineRoutes((route) => {
  const own = { permission: 'kernel.home.view', only: 'web' } as const
  route.put('/home/arrangement', [Home, 'arrange'], {
    ...own,
    body: accepts(validators, 'arrangementValidator'),
  })
  route.delete('/home/arrangement', [Home, 'reset'], own)
})
