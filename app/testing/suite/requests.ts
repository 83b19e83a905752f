import type { ApiClient, ApiResponse } from '@japa/api-client'
import type { BuiltInRole } from '../../http/page_types.ts'
import type { RegisteredRoute } from '../../http/registered_routes.ts'
import type { Workshop } from '../workshop.ts'

/** Somebody who sends a request. */
export interface Asking {
  workshop: Workshop
  role: BuiltInRole
}

/** One request to the running server: by session to a page, by token to the API; `null` asks as a stranger. */
export type Ask = (
  route: Pick<RegisteredRoute, 'method' | 'surface'>,
  path: string,
  reader: Asking | null,
  body?: object
) => Promise<ApiResponse>

/** Sends requests by the client of the test. */
export function asking(client: ApiClient): Ask {
  return async (route, path, reader, body = {}) => {
    let request = client
      .request(path, route.method)
      .header('accept', 'application/json')
      .redirects(0)
    if (route.surface === 'web') request = request.withCsrfToken()
    if (reader && route.surface === 'web') {
      request = request.loginAs(await reader.workshop.user(reader.role))
    } else if (reader) {
      request = request.bearerToken(await tokenOf(reader))
    }
    if (route.method !== 'GET') request = request.json(body)
    return request
  }
}

const tokens = new WeakMap<Workshop, Map<BuiltInRole, Promise<string>>>()

/** One token for each reader: making it costs a password's worth of time. */
function tokenOf({ workshop, role }: Asking): Promise<string> {
  const known = tokens.get(workshop) ?? new Map<BuiltInRole, Promise<string>>()
  tokens.set(workshop, known)
  const token = known.get(role) ?? workshop.token(role)
  known.set(role, token)
  return token
}

/** An id that no row has. */
export const MISSING = '01890000-0000-7000-8000-000000000000'

/** The address with `id` in the place of every parameter. */
export const fillIn = (pattern: string, id: string) => pattern.replace(/:\w+/g, id)
