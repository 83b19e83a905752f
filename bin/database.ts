import path from 'node:path'
import type { Environment } from './environment.ts'
import { SecretError } from './errors.ts'
import { assertAppRole, ensureRoles, openPostgres } from './postgres.ts'

/** The database of this run, embedded or a server of one's own. */
export interface OpenedDatabase {
  ownerUrl: string
  appUrl: string
  /** Name of the role the application connects as; migrations grant it its privileges. */
  appRole: string
  embedded: boolean
  stop(): Promise<void>
}

/**
 * Opens the database and tells the application about it through `DATABASE_URL` and `DATABASE_APP_URL`.
 *
 * @throws {GroundError} one line with the next step
 */
export async function openDatabase(
  environment: Environment,
  onProgress?: (step: string) => void
): Promise<OpenedDatabase> {
  const opened = environment.ownServer
    ? await openOwnServer(environment)
    : await openEmbedded(environment, onProgress)
  process.env.DATABASE_URL = opened.ownerUrl
  process.env.DATABASE_APP_URL = opened.appUrl
  return { ...opened, appRole: decodeURIComponent(new URL(opened.appUrl).username) }
}

async function openOwnServer({ secrets }: Environment) {
  const { DATABASE_URL: ownerUrl, DATABASE_APP_URL: given } = process.env
  if (!ownerUrl) {
    throw new SecretError(
      'DATABASE_APP_URL is set without DATABASE_URL, the owner that migrations run as. Set both or neither.'
    )
  }
  const appUrl = given || (await ensureRoles(ownerUrl, { password: secrets!.databaseApp }))
  if (given) await assertAppRole(given)
  return { ownerUrl, appUrl, embedded: false, stop: async () => undefined }
}

async function openEmbedded(
  { storage, secrets }: Environment,
  onProgress?: (step: string) => void
) {
  const { ownerUrl, appUrl, stop } = await openPostgres({
    dir: path.join(storage, 'postgres'),
    name: 'karkhana',
    passwords: {
      superuser: secrets!.databaseSuperuser,
      owner: secrets!.databaseOwner,
      app: secrets!.databaseApp,
    },
    onProgress,
  })
  return { ownerUrl, appUrl, embedded: true, stop }
}
