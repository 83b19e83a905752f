import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ModuleRegistry } from '../../modules/registry.ts'
import { lastSaved } from '../last_saved.ts'
import { openRecord } from '../open_record.ts'
import { recordReaders } from '../readers.ts'

/** What a reader may want to know before they trust a record: who saved it last, and who sees it. */
@inject()
export default class TrustController {
  constructor(private registry: ModuleRegistry) {}

  async saved(ctx: HttpContext) {
    return { data: await lastSaved(ctx.scope, await this.#record(ctx)) }
  }

  async readers(ctx: HttpContext) {
    const record = await this.#record(ctx)
    return { data: await recordReaders(ctx.scope, this.registry, record) }
  }

  #record({ scope, params }: HttpContext) {
    const { table, id } = params as { table: string; id: string }
    return openRecord(scope, this.registry, { table, id })
  }
}
