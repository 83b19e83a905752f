import { defineRoutes } from '../http/module_routes.ts'
import { accepts } from '../http/route_docs.ts'

const Settings = () => import('./controllers/module_settings_controller.ts')
const Preferences = () => import('./controllers/preferences_controller.ts')
const change = accepts(() => import('./validators.ts'), 'settingsChangeValidator')

/** Settings of the modules; the permission to see and to change them is named by each module. */
export const MODULE_SETTINGS_ROUTES = defineRoutes((route) => {
  const inside = { permission: 'kernel.home.view' }
  route.get('/settings/modules/:id/settings', [Settings, 'show'], inside)
  route.patch('/settings/modules/:id/settings', [Settings, 'update'], {
    ...inside,
    body: change,
  })
  route.get('/preferences', [Preferences, 'index'], { ...inside, answer: 'choices' })
  route.patch('/preferences/:id', [Preferences, 'update'], { ...inside, body: change })
})
