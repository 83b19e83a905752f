/** Registers the organisations of the bench in a process of its own, and tells its parent how to place orders there. */
import { createIgnitor } from '../../bin/ignitor.ts'

const ignitor = createIgnitor()
await ignitor.httpServer().start()
const { default: app } = await import('@adonisjs/core/services/app')
const { ModuleRegistry } = await import('@karkhana/kernel')
const { makeWorkshop } = await import('@karkhana/kernel/testing')
const { createEndpoint } = await import('../../app/webhooks/endpoints.ts')

const registry = await app.container.make(ModuleRegistry)
const organisations = []
for (let count = 0; count < 2; count++) {
  const workshop = await makeWorkshop()
  const { organisationId } = workshop
  const url = `${process.env.BENCH_GATEWAY}/webhooks`
  await createEndpoint(await workshop.scope(), registry, { url, events: ['order.placed'] })
  organisations.push({ organisationId, token: await workshop.token() })
}
await app.terminate()
process.send!({ organisations })
process.disconnect()
