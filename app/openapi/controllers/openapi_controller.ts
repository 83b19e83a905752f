import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { openApiDocument } from '../document.ts'
import { apiRoutesOf } from '../routes_of.ts'

/** The API described to programs and to the people who write them. */
@inject()
export default class OpenApiController {
  constructor(private registry: ModuleRegistry) {}

  async show({ scope }: HttpContext) {
    return openApiDocument(this.registry, apiRoutesOf(scope))
  }

  async page(ctx: HttpContext) {
    const document = await openApiDocument(this.registry, apiRoutesOf(ctx.scope))
    return reply(ctx).page('kernel::settings/api_reference', { document })
  }
}
