import { defineRoutes } from '../http/module_routes.ts'

/** Scheduled work of the organisation. */
export const SCHEDULE_ROUTES = defineRoutes(() => {})
