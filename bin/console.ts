/**
 * Ace commands, from the sources (`npm run ace -- …`, `node ace.ts …`) and in the build (`node ace.js …`). The
 * embedded PostgreSQL is started, or joined when `npm start` has it running, and left afterwards.
 */
import { fileURLToPath } from 'node:url'
import { openDatabase } from './database.ts'
import { loadEnvironment } from './environment.ts'
import { APP_ROOT, createIgnitor } from './ignitor.ts'
import { reportFailure, stopOnSignal } from './lifecycle.ts'

try {
  const environment = loadEnvironment(fileURLToPath(APP_ROOT))
  const database = await openDatabase(environment)
  const ignitor = createIgnitor()
  stopOnSignal(async () => {
    try {
      await ignitor.getApp()?.terminate()
    } finally {
      await database.stop()
    }
  })
  try {
    await ignitor.ace().handle(process.argv.slice(2))
  } finally {
    await database.stop()
  }
} catch (error) {
  reportFailure(error)
  process.exit(1)
}
