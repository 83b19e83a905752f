import { defineRoutes } from '../http/module_routes.ts'

/** Import and export of records. */
export const TRANSFER_ROUTES = defineRoutes(() => {})
