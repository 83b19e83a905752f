import { RuleError } from '../errors.ts'
import { migrate } from '../migrations/migrate.ts'

type Steps = Pick<Parameters<typeof migrate>[0], 'root' | 'dryRun' | 'onStep'>

/**
 * Brings the tables up to date, by the connections that the environment names.
 * @throws RuleError E_DATABASE_URL, E_MIGRATION_CHANGED, E_MIGRATION_FAILED
 */
export function migrateDatabase(steps: Steps) {
  const { DATABASE_URL: ownerUrl, DATABASE_APP_URL: appUrl } = process.env
  if (!ownerUrl || !appUrl) {
    throw new RuleError('E_DATABASE_URL', 'The connections to the database are missing.', {
      next: 'Set DATABASE_URL (the owner) and DATABASE_APP_URL (the application).',
    })
  }
  return migrate({ ...steps, ownerUrl, appRole: decodeURIComponent(new URL(appUrl).username) })
}
