/** The real server with the bench's data, in a process of its own; tells its parent where it answers. */
import { createIgnitor } from '../bin/ignitor.ts'

const ignitor = createIgnitor()
await ignitor.httpServer().start()
const { seedBench } = await import('./seed.ts')
const { organisationId, token } = await seedBench()
const url = `${process.env.APP_URL}/api/v1/tickets?limit=50`
const headers = { authorization: `Bearer ${token}` }
const { data } = (await (await fetch(url, { headers })).json()) as { data: unknown[] }
if (data.length !== 50) throw new Error(`The ticket list has ${data.length} rows instead of 50`)
process.send!({ url, headers, organisationId })
process.on('SIGTERM', () => process.exit(0))
