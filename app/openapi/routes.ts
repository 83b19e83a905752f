import { defineRoutes } from '../http/module_routes.ts'

const OpenApi = () => import('./controllers/openapi_controller.ts')

/** What the API can do, for the organisation of the reader. */
export const OPENAPI_ROUTES = defineRoutes((route) => {
  route.get('/openapi.json', [OpenApi, 'show'], {
    permission: 'kernel.home.view',
    only: 'api',
    summary: 'Read this description',
    answer: 'plain',
    record: async () => ({ type: 'object', description: 'An OpenAPI 3.1 document.' }),
  })
  route.get('/settings/tokens/reference', [OpenApi, 'page'], {
    permission: 'kernel.token.manage',
    only: 'web',
  })
})
