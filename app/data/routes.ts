import { defineRoutes } from '../http/module_routes.ts'
import { accepts } from '../http/route_docs.ts'

const Exports = () => import('./controllers/exports_controller.ts')
const People = () => import('./controllers/people_controller.ts')
const validators = () => import('./validators.ts')

/** Export of the organisation, of a person, and erasure. */
export const DATA_ROUTES = defineRoutes(
  (route) => {
    const take = { permission: 'kernel.data.export' }
    const page = { ...take, only: 'web' as const }
    route.get('/settings/data', [Exports, 'index'], take)
    route.post('/settings/data/exports', [Exports, 'store'], {
      ...take,
      body: accepts(validators, 'exportValidator'),
    })
    route.get('/settings/data/exports/:id', [Exports, 'show'], { ...take, only: 'api' })
    route.get('/settings/data/exports/:id/download', [Exports, 'download'], page)

    route.get('/settings/data/people', [People, 'index'], {
      ...take,
      query: accepts(validators, 'peopleValidator'),
      answer: 'choices',
    })
    route.get('/settings/data/people/:kind/:id', [People, 'show'], take)
    route.get('/settings/data/people/:kind/:id/download', [People, 'download'], page)
    route.post('/settings/data/people/:kind/:id/erase', [People, 'erase'], {
      permission: 'kernel.data.erase',
      body: accepts(validators, 'eraseValidator'),
    })
  },
  { records: { '/settings/data/exports/:id': 'data_exports' } }
)
