import { defineRoutes } from '../http/module_routes.ts'
import { accepts } from '../http/route_docs.ts'

const Steps = () => import('./onboarding_controller.ts')
const validators = () => import('./validators.ts')

/** The list of first steps, and what each member does with it. */
export const ONBOARDING_ROUTES = defineRoutes((route) => {
  const own = { permission: 'kernel.home.view', only: 'web' } as const
  route.get('/getting-started', [Steps, 'show'], own)
  route.put('/getting-started', [Steps, 'mark'], {
    ...own,
    body: accepts(validators, 'onboardingMarkValidator'),
  })
})
