import { fileURLToPath } from 'node:url'
import { migrate } from '@karkhana/kernel/migrations'

let migrating: Promise<unknown> | undefined

/** Makes the tables of the modules that this run adds; one of them has another migration each time it is read. */
export function migrateOnce(): Promise<unknown> {
  return (migrating ??= migrate({
    root: fileURLToPath(new URL('../../../', import.meta.url)),
    ownerUrl: process.env.DATABASE_URL!,
    appRole: new URL(process.env.DATABASE_APP_URL!).username,
  }))
}
