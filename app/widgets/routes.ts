import { defineRoutes } from '../http/module_routes.ts'

/** Cards of the start page. */
export const WIDGET_ROUTES = defineRoutes(() => {})
