import { defineRoutes } from '../http/module_routes.ts'

/** Pages of a partner, below `/partner`. */
export const PARTNER_ROUTES = defineRoutes(() => {}, { audience: 'partner' })

/** What an organisation lets its partner see. */
export const PARTNER_ACCESS_ROUTES = defineRoutes(() => {})
