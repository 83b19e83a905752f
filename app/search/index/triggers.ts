import type { Client } from 'pg'
import type { InstalledModule } from '../../modules/installed.ts'
import { tablesOf } from './tables.ts'

const EVENTS = ['insert', 'update', 'delete'] as const

/** How the trigger of a table is called; all that begin so are the search's. */
const named = (event: string) => `kernel_search_${event}`

/**
 * Lets the database note every change of the tables that the searches of modules read, as the owner: part of every
 * migration run, so that a module declares a search and writes no SQL for it. Where a table comes to be followed, the
 * kinds that read it are made anew by the worker.
 */
export async function followTables(
  client: Client,
  modules: readonly InstalledModule[],
  onProblem: (text: string) => void
): Promise<void> {
  const readers = await readersOf(modules, onProblem)
  const { rows } = await client.query<{ table: string; exists: boolean; followed: boolean }>(
    `select c.relname as table, true as exists, count(t.oid) filter (where starts_with(t.tgname, 'kernel_search_')) = 3 as followed
       from pg_class c left join pg_trigger t on t.tgrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      group by c.relname having count(t.oid) filter (where starts_with(t.tgname, 'kernel_search_')) > 0
                             or c.relname = any($1)`,
    [[...readers.keys()]]
  )
  for (const { table, followed } of rows) {
    const kinds = readers.get(table)
    if (kinds && followed) continue
    await client.query('begin')
    try {
      for (const event of EVENTS) {
        await client.query(`drop trigger if exists ${named(event)} on "${table}"`)
        if (kinds) await client.query(triggerSql(table, event))
      }
      await client.query('delete from search_states where kind = any($1)', [kinds ?? []])
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw error
    }
  }
}

function triggerSql(table: string, event: (typeof EVENTS)[number]): string {
  const rows = event === 'delete' ? 'old' : 'new'
  return `create trigger ${named(event)} after ${event} on "${table}"
  referencing ${rows} table as changed for each statement execute function kernel_search_changed()`
}

/** Table to the kinds that read it. A search that cannot be read has no hits, and its module runs. */
async function readersOf(modules: readonly InstalledModule[], onProblem: (text: string) => void) {
  const readers = new Map<string, string[]>()
  for (const { manifest } of modules) {
    for (const load of manifest.search) {
      try {
        const { default: source } = await load()
        for (const table of tablesOf(source)) {
          readers.set(table, [...(readers.get(table) ?? []), source.id])
        }
      } catch (error) {
        onProblem(`a search of ${manifest.id} cannot be read: ${(error as Error).message}`)
      }
    }
  }
  return readers
}
