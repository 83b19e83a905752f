import { defineRoutes } from '../http/module_routes.ts'

/** Reports of the modules. */
export const REPORT_ROUTES = defineRoutes(() => {})
