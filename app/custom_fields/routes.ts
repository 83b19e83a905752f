import { defineRoutes } from '../http/module_routes.ts'
import { accepts } from '../http/route_docs.ts'

const Fields = () => import('./controllers/custom_fields_controller.ts')
const validators = () => import('./validators.ts')

/** Fields of the organisation’s own. */
export const CUSTOM_FIELD_ROUTES = defineRoutes(
  (route) => {
    const manage = { permission: 'kernel.custom_field.manage' }
    const page = { ...manage, only: 'web' as const }
    route.get('/settings/custom-fields', [Fields, 'index'], {
      ...manage,
      query: accepts(validators, 'customFieldsQueryValidator'),
      answer: 'choices',
    })
    route.post('/settings/custom-fields', [Fields, 'store'], {
      ...manage,
      body: accepts(validators, 'customFieldValidator'),
    })
    // In the path: what is wrong with a form leads back to it, and a query would be lost on the way.
    route.get('/settings/custom-fields/create/:table', [Fields, 'create'], page)
    route.post('/settings/custom-fields/order', [Fields, 'order'], {
      ...manage,
      body: accepts(validators, 'customFieldOrderValidator'),
    })
    route.get('/settings/custom-fields/:id', [Fields, 'show'], { ...manage, only: 'api' })
    route.put('/settings/custom-fields/:id', [Fields, 'update'], {
      ...manage,
      body: accepts(validators, 'customFieldChangeValidator'),
    })
    route.get('/settings/custom-fields/:id/edit', [Fields, 'edit'], page)
    route.post('/settings/custom-fields/:id/impact', [Fields, 'impact'], {
      ...manage,
      body: accepts(validators, 'customFieldImpactValidator'),
    })
    route.post('/settings/custom-fields/:id/archive', [Fields, 'archive'], manage)
    route.post('/settings/custom-fields/:id/restore', [Fields, 'restore'], manage)
  },
  { records: { '/settings/custom-fields/:id': 'custom_fields' } }
)
