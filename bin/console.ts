/**
 * Ace commands, from the sources (`npm run ace -- …`, `node ace.ts …`) and in the build (`node ace.js …`). The
 * embedded PostgreSQL is started, or joined when `npm start` has it running, and left afterwards; not for commands
 * that work on files only.
 */
import { fileURLToPath } from 'node:url'
import { openDatabase } from './database.ts'
import { loadEnvironment } from './environment.ts'
import { APP_ROOT, createIgnitor } from './ignitor.ts'
import { reportFailure, stopOnSignal } from './lifecycle.ts'

/** Commands that work on files only: no database is started for them. */
const WITHOUT_DATABASE = /^(list|make:.+|module:(api|check|graph|pack))$/

try {
  const environment = loadEnvironment(fileURLToPath(APP_ROOT))
  const needed = !WITHOUT_DATABASE.test(process.argv[2] ?? 'list')
  const database = needed ? await openDatabase(environment) : null
  const ignitor = createIgnitor()
  stopOnSignal(async () => {
    try {
      await ignitor.getApp()?.terminate()
    } finally {
      await database?.stop()
    }
  })
  try {
    await ignitor.ace().handle(process.argv.slice(2))
  } finally {
    await database?.stop()
  }
} catch (error) {
  reportFailure(error)
  process.exit(1)
}
