import { defineRoutes } from '../http/module_routes.ts'

/** Keys of outside services. */
export const SECRET_ROUTES = defineRoutes(() => {})
