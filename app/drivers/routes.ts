import { defineRoutes } from '../http/module_routes.ts'
import { accepts } from '../http/route_docs.ts'

const Services = () => import('./controllers/services_controller.ts')
/** Which service each kind of message or payment goes through. */
export const DRIVER_ROUTES = defineRoutes((route) => {
  const services = { permission: 'kernel.driver.manage' }
  route.get('/settings/services', [Services, 'index'], { ...services, answer: 'choices' })
  route.put('/settings/services/:family', [Services, 'update'], {
    ...services,
    // A driver may look its address up before it is chosen.
    outside: true,
    body: accepts(() => import('./validators.ts'), 'driverChoiceValidator'),
  })
  route.post('/settings/services/:family/test', [Services, 'test'], {
    ...services,
    outside: true,
  })
})
