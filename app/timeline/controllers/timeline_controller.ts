import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ModuleRegistry } from '../../modules/registry.ts'
import { openRecord } from '../../records/open_record.ts'
import { recordTimeline } from '../timeline.ts'
import { timelineValidator } from '../validator.ts'

/** What happened to a record of any module, by pages. */
@inject()
export default class TimelineController {
  constructor(private registry: ModuleRegistry) {}

  async index({ request, params, scope }: HttpContext) {
    const query = await timelineValidator.validate(request.qs())
    const record = await openRecord(scope, this.registry, {
      table: params.table as string,
      id: params.id as string,
    })
    const page = await recordTimeline(scope, this.registry, record, query)
    return {
      data: page.entries,
      nextCursor: page.nextCursor,
      limit: page.limit,
      kinds: page.kinds,
    }
  }
}
