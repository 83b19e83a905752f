import { defineRoutes } from '../http/module_routes.ts'

/** Fields of the organisation’s own. */
export const CUSTOM_FIELD_ROUTES = defineRoutes(() => {})
