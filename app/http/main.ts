export { defineRoutes, RouteBuilder, type RouteDeclaration } from './module_routes.ts'
export { reply } from './reply.ts'
export type { Surface } from './surface.ts'
export type * from './page_types.ts'
