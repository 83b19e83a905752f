import type { HttpContext } from '@adonisjs/core/http'
import { registeredRoutes, type RegisteredRoute } from '../http/registered_routes.ts'

/**
 * The record that the address of `route` names, as reading it would answer: for the other side of a conflict. `null`
 * where it cannot be read by itself, or not by this reader.
 */
export async function presentRecord(ctx: HttpContext, route: RegisteredRoute): Promise<unknown> {
  const { pattern, record } = route
  const shows = registeredRoutes.find(
    (each) =>
      each.method === 'GET' &&
      each.surface === 'api' &&
      each.record === record &&
      each.action === 'show' &&
      (pattern === each.pattern || pattern.startsWith(`${each.pattern}/`))
  )
  if (!shows || !ctx.scope.can(shows.permission)) return null
  const { default: Controller } = await shows.load()
  const controller = await ctx.containerResolver.make(Controller)
  const answer = (await ctx.containerResolver.call(controller, shows.action as never, [ctx])) as
    { data?: unknown } | undefined
  return answer?.data ?? null
}
