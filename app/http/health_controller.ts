import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { queueDriver } from '../jobs/queue.ts'
import { ModuleRegistry } from '../modules/registry.ts'
import { KERNEL_VERSION } from '../version.ts'

/** Answers when the server is up and reaches its database, and names what is out of order: modules, the queue. */
@inject()
export default class HealthController {
  constructor(private registry: ModuleRegistry) {}

  async show({ response, logger }: HttpContext) {
    try {
      await db.rawQuery('select 1')
      const queue = await (await queueDriver()).health()
      const broken = [...this.registry.quarantine.all().keys()].sort()
      return {
        status: broken.length > 0 || !queue.ok ? 'degraded' : 'ok',
        version: KERNEL_VERSION,
        ...(broken.length > 0 && { outOfOrder: broken }),
        ...(!queue.ok && { queue: queue.message }),
      }
    } catch (error) {
      logger.error({ err: error }, 'the database does not answer')
      return response.status(503).send({ status: 'unavailable' })
    }
  }
}
