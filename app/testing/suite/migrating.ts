import { readdirSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Client } from 'pg'
import type { Migration } from '../../migrations/define_migration.ts'
import { checksum } from '../../migrations/ledger.ts'
import type { ModuleUnderTest } from './module_under_test.ts'
import { appRole } from './schema.ts'

interface ModuleStep {
  name: string
  migration: Migration
}

/** The migrations of a module, and how they stand in the ledger. */
export interface LedgerSteps {
  steps: ModuleStep[]
  /** Have not run in this database. */
  pending: ModuleStep[]
  /** Ran, and read otherwise now. */
  changed: string[]
}

let readings = 0

/** Reads the migrations of a module; `afresh` past the cache of modules. */
export async function ledgerSteps(
  client: Client,
  { folder, id }: ModuleUnderTest,
  afresh?: 'read afresh'
): Promise<LedgerSteps> {
  const parent = join(folder, 'migrations')
  const files = existsSync(parent)
    ? readdirSync(parent).filter(
        (file) => /^\d+_.*\.(ts|js)$/.test(file) && !file.endsWith('.d.ts')
      )
    : []
  const steps = await Promise.all(
    files.sort().map(async (file) => {
      const url = pathToFileURL(join(parent, file))
      if (afresh) url.search = `reading=${++readings}`
      const { default: migration } = (await import(url.href)) as { default: Migration }
      return { name: file.replace(/\.(ts|js)$/, ''), migration }
    })
  )
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from kernel_migrations where module = $1',
    [id]
  )
  const applied = new Map(rows.map((row) => [row.name, row.checksum]))
  return {
    steps,
    pending: steps.filter(({ name }) => !applied.has(name)),
    changed: steps
      .filter(
        ({ name, migration }) => (applied.get(name) ?? checksum(migration)) !== checksum(migration)
      )
      .map(({ name }) => name),
  }
}

/** Runs the statements of a migration by the open transaction of `client`. */
export async function run(client: Client, statements: string[]) {
  for (const statement of statements) {
    await client.query(statement.replaceAll('{{app}}', client.escapeIdentifier(appRole())))
  }
}
