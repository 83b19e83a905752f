import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { KERNEL_VERSION } from '../version.ts'

/** Answers when the server is up and reaches its database. */
export default class HealthController {
  async show({ response, logger }: HttpContext) {
    try {
      await db.rawQuery('select 1')
      return { status: 'ok', version: KERNEL_VERSION }
    } catch (error) {
      logger.error({ err: error }, 'the database does not answer')
      return response.status(503).send({ status: 'unavailable' })
    }
  }
}
