import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { columnLabel, partLabel, phrase, tableLabel } from './words.ts'

/** What declares the tables of a module: its manifest, as far as the trail names them. */
export interface DeclaredTables {
  id: string
  tables?: Readonly<Record<string, unknown>>
  records?: readonly { table: string; noun: string; parts: Readonly<Record<string, string>> }[]
}

/** A column where a migration makes it: `rate: 'numeric(5, 2)'`, `branch_id: reference('branches')`, `state text`. */
const COLUMN =
  /\b([a-z][a-z0-9_]*)(?::\s*(?:['"`]\w|reference\()|\s+(?:uuid|text|bigint|integer|smallint|numeric|boolean|date|timestamptz|jsonb|bytea)\b)/g
/** A word of a fixed choice: `'nil'` within a check. */
const CHOICE = /'([a-z]+(?:[_-][a-z]+)*)'/g

/**
 * Labels that the audit trail makes of the columns and the words of choices of migrations in a folder, in English, so
 * that their texts count as used. Types are not read: a column counts under every name its type could give it.
 */
export function columnLabels(folder: string): string[] {
  const migrations = join(folder, 'migrations')
  if (!existsSync(migrations)) return []
  const sources = globSync('*.ts', { cwd: migrations }).map((file) =>
    readFileSync(join(migrations, file), 'utf8')
  )
  return sources.flatMap((source) => [
    ...[...source.matchAll(COLUMN)].flatMap(([, column]) =>
      ['text', 'uuid', 'uuid[]', 'bigint'].map((type) => columnLabel(column!, type))
    ),
    ...[...source.matchAll(CHOICE)].map(([, word]) => phrase(word!.replaceAll('-', '_'))),
  ])
}

/** Labels of the tables that a module declares, as the trail calls one row of each. */
export function tableLabels({ id, tables = {}, records = [] }: DeclaredTables): string[] {
  return Object.keys(tables).map((table) => {
    const whole = records.find(({ parts }) => table in parts)
    if (whole) return partLabel(table, id, whole.noun)
    return tableLabel(table, id, records.find((rule) => rule.table === table)?.noun ?? null)
  })
}
