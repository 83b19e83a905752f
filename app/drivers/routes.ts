import { defineRoutes } from '../http/module_routes.ts'

/** Which service each kind of message or payment goes through. */
export const DRIVER_ROUTES = defineRoutes(() => {})
