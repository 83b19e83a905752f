import { accepts, defineRoutes } from '@karkhana/kernel/http'

const vehicles = () => import('./controllers/vehicles_controller.ts')
const validators = () => import('./validators/vehicle.ts')

export default defineRoutes(
  (route) => {
    const view = { permission: 'vehicles.vehicle.view' }
    const create = { permission: 'vehicles.vehicle.create' }
    const update = { permission: 'vehicles.vehicle.update' }
    const archive = { permission: 'vehicles.vehicle.archive' }

    route.get('/', [vehicles, 'index'], view)
    route.post('/', [vehicles, 'store'], {
      ...create,
      body: accepts(validators, 'vehicleValidator'),
    })
    route.get('/create', [vehicles, 'create'], { ...create, only: 'web' })
    route.get('/lookup', [vehicles, 'lookup'], {
      ...view,
      query: accepts(validators, 'lookupValidator'),
    })
    route.get('/:id', [vehicles, 'show'], view)
    route.put('/:id', [vehicles, 'update'], {
      ...update,
      body: accepts(validators, 'vehicleChangeValidator'),
    })
    route.get('/:id/edit', [vehicles, 'edit'], { ...update, only: 'web' })
    route.post('/:id/archive', [vehicles, 'archive'], archive)
    route.post('/:id/restore', [vehicles, 'restore'], archive)
  },
  { records: { '/:id': 'vehicles_vehicles' } }
)
