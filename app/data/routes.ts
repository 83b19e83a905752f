import { defineRoutes } from '../http/module_routes.ts'

/** Export of the organisation, of a person, and erasure. */
export const DATA_ROUTES = defineRoutes(() => {})
