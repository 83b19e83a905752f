import { defineRoutes } from '../http/module_routes.ts'

/** Settings of the modules. */
export const MODULE_SETTINGS_ROUTES = defineRoutes(() => {})
