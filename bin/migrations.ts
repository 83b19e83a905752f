import { migrate, type MigrateResult } from '@karkhana/kernel/migrations'

/**
 * Brings the schema up to date with the kernel and all installed modules. Several nodes may do so at once.
 *
 * @param root folder with `database/` and `modules/`
 */
export function migrateDatabase(
  root: string,
  database: { ownerUrl: string; appRole: string }
): Promise<MigrateResult> {
  return migrate({ root, ownerUrl: database.ownerUrl, appRole: database.appRole })
}
