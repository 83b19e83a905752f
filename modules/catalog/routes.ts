import { accepts, defineRoutes } from '@karkhana/kernel/http'

const Items = () => import('./controllers/items_controller.ts')
const Rates = () => import('./controllers/rates_controller.ts')
const validators = () => import('./validators/items.ts')

const view = 'catalog.item.view'
const create = 'catalog.item.create'
const update = 'catalog.item.update'

export default defineRoutes(
  (route) => {
    route.get('/', [Items, 'index'], { permission: view })
    route.post('/', [Items, 'store'], {
      permission: create,
      body: accepts(validators, 'itemValidator'),
    })
    route.get('/create', [Items, 'create'], { permission: create, only: 'web' })
    route.get('/lookup', [Items, 'lookup'], {
      permission: view,
      query: accepts(validators, 'lookupValidator'),
    })
    route.get('/:id', [Items, 'show'], { permission: view })
    route.put('/:id', [Items, 'update'], {
      permission: update,
      body: accepts(validators, 'itemChangeValidator'),
    })
    route.get('/:id/edit', [Items, 'edit'], { permission: update, only: 'web' })
    route.post('/:id/archive', [Items, 'archive'], { permission: update })
    route.post('/:id/restore', [Items, 'restore'], { permission: update })
    route.get('/:id/rates', [Rates, 'index'], { permission: view })
    route.post('/:id/rates', [Rates, 'store'], {
      permission: 'catalog.rate.decide',
      body: accepts(validators, 'ownRateValidator'),
    })
  },
  { records: { '/:id': 'catalog_items' } }
)
