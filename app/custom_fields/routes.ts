import { defineRoutes } from '../http/module_routes.ts'

const Fields = () => import('./controllers/custom_fields_controller.ts')

/** Fields of the organisation’s own. */
export const CUSTOM_FIELD_ROUTES = defineRoutes(
  (route) => {
    const manage = { permission: 'kernel.custom_field.manage' }
    const page = { ...manage, only: 'web' as const }
    route.get('/settings/custom-fields', [Fields, 'index'], { ...manage, answer: 'choices' })
    route.post('/settings/custom-fields', [Fields, 'store'], manage)
    // In the path: what is wrong with a form leads back to it, and a query would be lost on the way.
    route.get('/settings/custom-fields/create/:table', [Fields, 'create'], page)
    route.post('/settings/custom-fields/order', [Fields, 'order'], manage)
    route.get('/settings/custom-fields/:id', [Fields, 'show'], { ...manage, only: 'api' })
    route.put('/settings/custom-fields/:id', [Fields, 'update'], manage)
    route.get('/settings/custom-fields/:id/edit', [Fields, 'edit'], page)
    route.post('/settings/custom-fields/:id/impact', [Fields, 'impact'], manage)
    route.post('/settings/custom-fields/:id/archive', [Fields, 'archive'], manage)
    route.post('/settings/custom-fields/:id/restore', [Fields, 'restore'], manage)
  },
  { records: { '/settings/custom-fields/:id': 'custom_fields' } }
)
