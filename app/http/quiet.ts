import type { HttpContext } from '@adonisjs/core/http'

/** For pages whose address is a secret: nothing on the way keeps it, and no other site is told of it. */
export function keepQuiet({ response }: HttpContext): void {
  response.header('referrer-policy', 'same-origin')
  response.header('cache-control', 'no-store')
}
