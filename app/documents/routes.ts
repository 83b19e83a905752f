import { defineRoutes } from '../http/module_routes.ts'

/** Printed documents of the modules. */
export const DOCUMENT_ROUTES = defineRoutes(() => {})
