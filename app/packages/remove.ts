import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { NotFoundError } from '../errors.ts'
import type { ModuleManifest } from '../modules/manifest.ts'
import { refreshLock, unlinkPackage } from '../scaffold/link_package.ts'
import { move } from './add.ts'
import { ModuleInUseError } from './errors.ts'
import { presentPackage } from './plan.ts'

/** What removing a module would do. */
export interface RemovePlan {
  id: string
  version: string
  /** Where its folder goes; from there it can be added again. */
  to: string
  /** Tables that stay with all their rows. */
  tables: string[]
  /** Steps that stay in the ledger of migrations, so that they do not run twice. */
  migrations: string[]
}

/**
 * Plans the removal of a plug-in.
 * @param installed the sound modules of the checkout
 * @param databaseUrl of the owner, to ask which organisations use it
 * @throws NotFoundError, ModuleInUseError while an organisation uses it or another module requires it
 */
export async function planRemove(
  root: string,
  id: string,
  installed: ModuleManifest[],
  databaseUrl: string
): Promise<RemovePlan> {
  if (existsSync(join(root, 'modules', id))) {
    throw new ModuleInUseError(id, ['it is a module of Karkhana itself'], 'Switch it off instead.')
  }
  const present = presentPackage(root, id)
  if (!present) throw new NotFoundError('plug-in', 'id')
  const needing = installed.filter(({ requires }) => id in requires).map(({ name }) => name)
  if (needing.length > 0) {
    const reasons = [`required by: ${needing.join(', ')}`]
    throw new ModuleInUseError(id, reasons, 'Remove those first.')
  }
  const { users, tables, migrations } = await readUse(databaseUrl, id)
  if (users.length > 0) {
    throw new ModuleInUseError(
      id,
      users.map(({ name, state, organisation }) => `${name} has it ${state} (${organisation})`),
      'Purge it there first, by module:purge or under Settings → Modules: its data is exported and deleted.'
    )
  }
  return {
    id,
    version: present.version,
    to: freeFolder(root, id, present.version),
    tables,
    migrations,
  }
}

/** Takes the plug-in out of the checkout; data, ledger and audit trail stay. @returns whether the lock file is anew */
export async function removePackage(root: string, plan: RemovePlan): Promise<boolean> {
  const { name } = presentPackage(root, plan.id)!
  await mkdir(join(root, 'storage/removed'), { recursive: true })
  await move(join(root, 'plugins', plan.id), join(root, plan.to))
  if (name) await unlinkPackage(root, name)
  return refreshLock(root)
}

function freeFolder(root: string, id: string, version: string): string {
  const folder = `storage/removed/${id}-${version}`
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? folder : `${folder}-${count}`
    if (!existsSync(join(root, candidate))) return candidate
  }
}

interface ModuleUse {
  users: { organisation: string; name: string; state: string }[]
  tables: string[]
  migrations: string[]
}

/** Asked of the tables themselves: a module that cannot be loaded must be removable too. */
async function readUse(connectionString: string, id: string): Promise<ModuleUse> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const users = await client.query<ModuleUse['users'][number]>(
      `select o.id as organisation, o.name, m.state
         from organisation_modules m join organisations o on o.id = m.organisation_id
        where m.module_id = $1 and m.state in ('enabled', 'paused', 'archived')
        order by lower(o.name), o.id`,
      [id]
    )
    const tables = await client.query<{ name: string }>(
      `select tablename as name from pg_tables
        where schemaname = 'public' and starts_with(tablename, $1) order by 1`,
      [`${id.replaceAll('-', '_')}_`]
    )
    const steps = await client.query<{ name: string }>(
      'select name from kernel_migrations where module = $1 order by name',
      [id]
    )
    return {
      users: users.rows,
      tables: tables.rows.map(({ name }) => name),
      migrations: steps.rows.map(({ name }) => name),
    }
  } finally {
    await client.end()
  }
}
