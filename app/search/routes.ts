import { defineRoutes } from '../http/module_routes.ts'

/** The search of the shell. */
export const SEARCH_ROUTES = defineRoutes(() => {})
