import { defineRoutes } from '../http/module_routes.ts'

/** Faults of slot fills, told by pages. */
export const SLOT_ROUTES = defineRoutes(() => {})
