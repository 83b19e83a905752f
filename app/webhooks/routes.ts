import { defineRoutes } from '../http/module_routes.ts'

/** Outgoing webhooks. */
export const WEBHOOK_ROUTES = defineRoutes(() => {})
