import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ApplicationService } from '@adonisjs/core/types'
import type { OpenedDatabase } from './database.ts'
import { DatabaseUnavailableError } from './errors.ts'
import { withClient } from './postgres/connection.ts'

/** Fills the demo organisations into an empty database. */
export type SeedDemo = (app: ApplicationService) => Promise<void>

/** Present while the demo data is being filled in; the web server does not listen meanwhile. */
const markerIn = (storage: string) => path.join(storage, 'demo-unfinished')

/**
 * Empties the database when an earlier start was interrupted while it filled in the demo data: half a demo would
 * pass for somebody's books. Nobody can have entered anything else by then. Runs before the migrations.
 *
 * @throws {DatabaseUnavailableError} on a server of one's own, which is never emptied
 */
export async function discardUnfinishedDemo(
  storage: string,
  database: OpenedDatabase
): Promise<void> {
  const marker = markerIn(storage)
  if (!fs.existsSync(marker)) return
  if (!database.embedded) {
    throw new DatabaseUnavailableError(
      `Filling in the demo data was interrupted. Make the database of DATABASE_URL anew, delete ${marker}, and start again.`
    )
  }
  await withClient(database.ownerUrl, async (client) => {
    const { rows } = await client.query(
      `select nspname as name from pg_namespace
        where nspname = 'public' or pg_get_userbyid(nspowner) = current_user`
    )
    for (const { name } of rows) await client.query(`drop schema "${name}" cascade`)
    await client.query('create schema public')
    await client.query('grant usage on schema public to public')
  })
  fs.rmSync(marker)
}

/**
 * What fills in the demo data, when the database is empty and there is a demo (`database/demo`); null otherwise.
 * `DEMO=none` starts with an empty system.
 */
export async function findDemo(
  root: string,
  storage: string,
  database: OpenedDatabase
): Promise<SeedDemo | null> {
  const script = ['ts', 'js']
    .map((extension) => path.join(root, `database/demo/main.${extension}`))
    .find((file) => fs.existsSync(file))
  if (!script || process.env.DEMO === 'none') return null
  if (!(await isEmpty(database.ownerUrl))) return null

  return async (app) => {
    // Imports services of the framework, which exist once the application has booted
    const { seedDemo } = (await import(pathToFileURL(script).href)) as { seedDemo: SeedDemo }
    fs.writeFileSync(markerIn(storage), '')
    await seedDemo(app)
    fs.rmSync(markerIn(storage))
  }
}

function isEmpty(ownerUrl: string): Promise<boolean> {
  return withClient(ownerUrl, async (client) => {
    const { rows } = await client.query('select not exists (select 1 from organisations) as empty')
    return rows[0].empty as boolean
  })
}
