/**
 * The web server alone, as production runs it (`node bin/server.js` in `build/`) and as `npm run dev` and tests
 * start it: everything comes from the environment, nothing is prepared but the schema in production.
 */
import { fileURLToPath } from 'node:url'
import { openDatabase } from './database.ts'
import { loadEnvironment } from './environment.ts'
import { APP_ROOT, createIgnitor } from './ignitor.ts'
import { reportFailure, stopOnSignal } from './lifecycle.ts'
import { migrateDatabase } from './migrations.ts'
import { assertPortFree } from './port.ts'

try {
  const root = fileURLToPath(APP_ROOT)
  // The configuration names the built assets relative to the current folder
  process.chdir(root)
  const environment = loadEnvironment(root)
  await assertPortFree(environment.host, environment.port)
  if (environment.mode === 'production') {
    await migrateDatabase(root, await openDatabase(environment))
  }

  const ignitor = createIgnitor()
  stopOnSignal(async () => {
    await ignitor.getApp()?.terminate()
  })
  await ignitor.httpServer().start()
} catch (error) {
  reportFailure(error)
  process.exit(1)
}
