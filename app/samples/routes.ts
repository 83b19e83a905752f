import { defineRoutes } from '../http/module_routes.ts'
import { accepts } from '../http/route_docs.ts'
import { USE_SAMPLES } from './permissions.ts'

const Samples = () => import('./samples_controller.ts')
const validators = () => import('./validators.ts')

/** Sample data of all modules together. */
export const SAMPLE_ROUTES = defineRoutes((route) => {
  const own = { permission: USE_SAMPLES, only: 'web' } as const
  route.get('/samples', [Samples, 'show'], own)
  route.post('/samples', [Samples, 'store'], {
    ...own,
    body: accepts(validators, 'sampleSetValidator'),
  })
  route.delete('/samples', [Samples, 'destroy'], {
    ...own,
    body: accepts(validators, 'sampleRemovalValidator'),
  })
})
