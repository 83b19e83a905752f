import { defineRoutes } from '../http/module_routes.ts'

/** Roles of the organisation and what they may do. */
export const ACCESS_ROUTES = defineRoutes(() => {})
