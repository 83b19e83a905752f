import { defineRoutes } from '../http/module_routes.ts'

const Previews = () => import('./previews_controller.ts')

/** What the e-mails of the modules look like. */
export const MAIL_ROUTES = defineRoutes((route) => {
  const settings = { permission: 'kernel.settings.view' }
  route.get('/settings/message-previews', [Previews, 'index'], { ...settings, answer: 'choices' })
  route.get('/settings/message-previews/:mail', [Previews, 'show'], settings)
})
