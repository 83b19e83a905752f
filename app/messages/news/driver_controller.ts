import type { HttpContext } from '@adonisjs/core/http'
import { hearDriver } from './hear_driver.ts'

/** What the services of organisations tell of texts. */
export default class DriverNewsController {
  async hear({ request, response, params }: HttpContext) {
    const { driver, token } = params as { driver: string; token: string }
    const answer = await hearDriver(driver, token, {
      method: request.method() === 'GET' ? 'GET' : 'POST',
      query: Object.fromEntries(
        Object.entries(request.qs()).filter(([, value]) => typeof value === 'string')
      ) as Record<string, string>,
      body: request.raw() ?? '',
      header: (name) => request.header(name),
    })
    response.header('content-type', 'text/plain; charset=utf-8')
    return response.send(answer)
  }
}
