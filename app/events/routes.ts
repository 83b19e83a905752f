import { defineRoutes } from '../http/module_routes.ts'

/** Events, their handlers, what failed. */
export const EVENT_ROUTES = defineRoutes(() => {})
