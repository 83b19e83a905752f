import { defineRoutes } from '../http/module_routes.ts'
import { accepts } from '../http/route_docs.ts'

const Search = () => import('./controllers/search_controller.ts')

/** The search of the shell. */
export const SEARCH_ROUTES = defineRoutes((route) => {
  route.get('/search', [Search, 'index'], {
    permission: 'kernel.search.use',
    summary: 'Find records of every module',
    query: accepts(() => import('./validators.ts'), 'searchValidator'),
    answer: 'record',
  })
})
