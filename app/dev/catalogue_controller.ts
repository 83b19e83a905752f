import app from '@adonisjs/core/services/app'
import type { HttpContext } from '@adonisjs/core/http'
import { NotFoundError } from '../errors.ts'
import { reply } from '../http/reply.ts'

/** The catalogue of the shared components at `/dev/ui`, for whoever writes pages; 404 in production. */
export default class CatalogueController {
  show(ctx: HttpContext) {
    if (app.inProduction) throw new NotFoundError('page')
    return reply(ctx).page('kernel::dev/ui', {})
  }
}
