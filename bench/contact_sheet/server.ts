/** The real server with the demo data; tells its parent where it answers, and who may sign in. */
import app from '@adonisjs/core/services/app'
import { createIgnitor } from '../../bin/ignitor.ts'

const ignitor = createIgnitor()
await ignitor.httpServer().start()
const { seedDemo } = await import('../../database/demo/main.ts')
const { browserExecutable } = await import('@karkhana/kernel/documents')
const { DEMO_DOMAIN, DEMO_PASSWORD } = await import('@karkhana/kernel/demo')
await seedDemo(app)
process.send!({
  url: process.env.APP_URL,
  email: `owner@${DEMO_DOMAIN}`,
  password: DEMO_PASSWORD,
  browser: await browserExecutable(),
})
process.on('SIGTERM', () => process.exit(0))
