import type { Client } from 'pg'
import type { InstalledModule } from '../modules/installed.ts'
import type { TableDeclaration } from './declaration.ts'
import { KERNEL_TABLES } from './kernel_tables.ts'

/**
 * Writes what kernel and modules declare of their tables to where the functions of the database read it, as the owner:
 * the application can erase what stands there, and nothing else. Part of every migration run.
 */
export async function writeDataRules(client: Client, modules: InstalledModule[]): Promise<void> {
  const rules = [
    ...rulesOf('kernel', KERNEL_TABLES),
    ...modules.flatMap(({ manifest }) => rulesOf(manifest.id, manifest.tables)),
  ]
  await client.query('begin')
  try {
    await client.query('delete from data_rules')
    await client.query(
      `insert into data_rules (table_name, module, personal, keep, keep_from, then_do)
       select r.table_name, r.module, r.personal, r.keep::interval, r.keep_from, r.then_do
         from jsonb_to_recordset($1::jsonb) as r(table_name text, module text, personal jsonb, keep text,
                                                 keep_from text, then_do text)`,
      [JSON.stringify(rules)]
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

function rulesOf(module: string, tables: Record<string, TableDeclaration>) {
  return Object.entries(tables).map(([name, { personal, retention }]) => ({
    table_name: name,
    module,
    personal,
    keep: retention.keep,
    keep_from: retention.from ?? null,
    then_do: retention.then ?? null,
  }))
}
