import { defineRoutes } from '../http/module_routes.ts'

/** What was changed, by whom, when and from where. */
export const AUDIT_ROUTES = defineRoutes(() => {})
