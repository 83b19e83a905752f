/**
 * The real server with its worker in the same process, and a reader's account; tells its parent where it answers,
 * and which browser there is.
 */
import { createIgnitor } from '../../bin/ignitor.ts'

const ignitor = createIgnitor()
await ignitor.httpServer().start()
const { seedBench } = await import('../seed.ts')
const { TEST_PASSWORD } = await import('@karkhana/kernel/testing')
const { browserExecutable } = await import('@karkhana/kernel/documents')
const { email, token } = await seedBench()
process.send!({
  url: process.env.APP_URL,
  email,
  password: TEST_PASSWORD,
  token,
  browser: await browserExecutable(),
})
process.on('SIGTERM', () => process.exit(0))
