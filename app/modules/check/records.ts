import type { ModuleManifest } from '../manifest.ts'

/**
 * Problems of what a module declares about its records: every table is the table of a record or a part of one, so that
 * nobody forgets to say whose rows those are.
 */
export function recordProblems(manifest: ModuleManifest): string[] {
  const declared = manifest.records.flatMap(({ table, parts }) => [table, ...Object.keys(parts)])
  const permissions = new Set(manifest.permissions.map(({ id }) => id))
  const named = manifest.records.flatMap(({ table, view, own }) => [
    ...(view ? [[table, view]] : []),
    ...(own ? [[table, own.unless]] : []),
  ])
  return [
    ...Object.keys(manifest.tables)
      .filter((table) => !declared.includes(table))
      .map(
        (table) =>
          `the table "${table}" says nothing about who sees its rows: add it to "records", by itself with the ` +
          `column of its branch (none if all branches share it), or as a part of the record it belongs to`
      ),
    ...declared
      .filter((table) => !(table in manifest.tables))
      .map((table) => `"records" names the table "${table}", which the module does not create`),
    ...declared
      .filter((table, index) => declared.indexOf(table) !== index)
      .map((table) => `"records" names the table "${table}" twice`),
    ...named
      .filter(([, permission]) => !permissions.has(permission))
      .map(
        ([table, id]) => `the record "${table}" asks for "${id}", which the module does not declare`
      ),
  ]
}
